package dev.berth.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GpuWatchTest {
    private final List<Runnable> ends = new ArrayList<>();
    private final List<Integer> closed = new ArrayList<>();
    private int told;
    private Runnable whileOpening = () -> {};

    private final GpuWatch watch = new GpuWatch(
            (readings, ended) -> {
                int number = ends.size();
                ends.add(ended);
                whileOpening.run();
                return () -> closed.add(number);
            },
            gpus -> {},
            () -> told++);

    @Test
    void streamThatNobodyWantsAnyMoreWhenItIsOpenIsClosed() throws Exception {
        whileOpening = watch::stop;
        watch.start();
        assertFalse(watch.running());
        assertEquals(List.of(0), closed);
    }

    @Test
    void streamThatEndsBeforeItIsHandedOverIsNotKept() throws Exception {
        whileOpening = () -> ends.getFirst().run();
        watch.start();
        assertFalse(watch.running());
        assertEquals(1, told);
    }

    @Test
    void lateEndOfOneStreamLeavesTheNextAlone() throws Exception {
        watch.start();
        watch.stop();
        watch.start();
        ends.getFirst().run();
        assertTrue(watch.running());
        assertEquals(0, told);
    }

    @Test
    void nothingIsOpenedAfterTheEnd() throws Exception {
        watch.close();
        watch.start();
        assertTrue(ends.isEmpty());
    }
}

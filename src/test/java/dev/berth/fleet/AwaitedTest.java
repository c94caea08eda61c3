package dev.berth.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Alert;
import dev.berth.api.Container;
import dev.berth.api.Gpu;
import dev.berth.api.GpuHealth;
import dev.berth.api.GpuWish;
import dev.berth.api.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AwaitedTest {
    private static final Instant NOW = Instant.parse("2026-11-27T05:00:00Z");
    private static final double GIB = 1L << 30;

    private final Awaited awaited = new Awaited();

    private static Gpu gpu(int index, @Nullable Boolean free, double used) {
        return new Gpu(
                "gpu1",
                index,
                "GPU-" + index,
                "H100",
                Reading.of(0),
                Reading.of(used * GIB),
                Reading.of(80 * GIB),
                Reading.unknown(),
                Reading.unknown(),
                Reading.unknown(),
                GpuHealth.UNKNOWN,
                free,
                List.of(),
                List.of());
    }

    private static Container container(String id, String name, String state, String status) {
        return new Container("gpu1", id, name, "busybox", state, status, NOW, null, List.of(), null, "bridge");
    }

    @Test
    void soManyGpusAreToldOnceWhenTheyAreFreeTogether() {
        awaited.gpus("gpu1", new GpuWish(2, 70 * GIB));
        assertNull(awaited.look("gpu1", List.of(gpu(0, true, 1), gpu(1, false, 60)), NOW));
        assertNull(awaited.look("gpu1", List.of(gpu(0, true, 1), gpu(1, true, 20)), NOW), "too little memory");
        assertNull(awaited.look("gpu1", List.of(gpu(0, true, 1), gpu(1, null, 1)), NOW), "unknown is not free");
        assertNull(awaited.look("gpu2", List.of(gpu(0, true, 1), gpu(1, true, 1)), NOW), "another host");
        assertTrue(awaited.on("gpu1"));
        List<Gpu> free = List.of(gpu(0, true, 1), gpu(1, false, 60), gpu(2, true, 0.5));
        Alert alert = Objects.requireNonNull(awaited.look("gpu1", free, NOW));
        assertEquals(
                "2 GPUs of gpu1 are free: GPU 0 H100, 79.0 GiB unused, GPU 2 H100, 79.5 GiB unused.", alert.sentence());
        assertFalse(awaited.on("gpu1"));
        assertNull(awaited.look("gpu1", free, NOW), "told once");
    }

    @Test
    void aWishThatIsTakenBackIsNotTold() {
        awaited.gpus("gpu1", new GpuWish(1, 0));
        awaited.gpus("gpu1", null);
        assertNull(awaited.look("gpu1", List.of(gpu(0, true, 1)), NOW));
    }

    @Test
    void aContainerThatEndedIsToldWithItsExitAndOnce() {
        awaited.container("gpu1", "aa", true);
        assertEquals(List.of("aa"), awaited.of("gpu1").containers());
        List<Container> running = List.of(container("aa", "train", "running", "Up 3 hours"));
        assertEquals(List.of(), awaited.ended("gpu1", running, awaited.heardToDie(), NOW));
        List<Container> exited = List.of(container("aa", "train", "exited", "Exited (1) 2 seconds ago"));
        List<Alert> alerts = awaited.ended("gpu1", exited, awaited.heardToDie(), NOW);
        assertEquals(
                "train has ended: Container train on gpu1: Exited (1) 2 seconds ago.",
                alerts.getFirst().sentence());
        assertEquals(List.of(), awaited.ended("gpu1", exited, awaited.heardToDie(), NOW));
        assertFalse(awaited.on("gpu1"));
    }

    @Test
    void aContainerThatIsRemovedAtItsEndIsToldByItsName() {
        awaited.container("gpu1", "aa", true);
        awaited.ended("gpu1", List.of(container("aa", "train", "running", "Up")), awaited.heardToDie(), NOW);
        assertEquals(
                "train has ended: Container train on gpu1 is no longer there.",
                awaited.ended("gpu1", List.of(), awaited.heardToDie(), NOW)
                        .getFirst()
                        .sentence());
    }

    @Test
    void anEndIsToldThoughTheContainerWasStartedAgainAtOnce() {
        awaited.container("gpu1", "aa", true);
        awaited.died("gpu1", "bb");
        List<Container> running = List.of(container("aa", "train", "running", "Up 1 second"));
        assertEquals(List.of(), awaited.ended("gpu1", running, awaited.heardToDie(), NOW));
        awaited.died("gpu1", "aa");
        assertTrue(awaited.ended("gpu1", running, awaited.heardToDie(), NOW)
                .getFirst()
                .text()
                .contains("was started again"));
    }

    @Test
    void anEndThatIsHeardWhileItIsLookedForIsNotTakenForANewStart() {
        awaited.container("gpu1", "aa", true);
        Set<String> before = awaited.heardToDie();
        awaited.died("gpu1", "aa");
        List<Container> stillRunning = List.of(container("aa", "train", "running", "Up 3 hours"));
        assertEquals(List.of(), awaited.ended("gpu1", stillRunning, before, NOW));
        List<Container> exited = List.of(container("aa", "train", "exited", "Exited (137) 1 second ago"));
        assertTrue(awaited.ended("gpu1", exited, awaited.heardToDie(), NOW)
                .getFirst()
                .text()
                .contains("Exited (137)"));
    }
}

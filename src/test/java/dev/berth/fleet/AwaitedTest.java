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
import dev.berth.api.KeptWatch;
import dev.berth.api.Reading;
import dev.berth.docker.Docker.ContainerEvent;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AwaitedTest {
    private static final Instant NOW = Instant.parse("2026-11-27T05:00:00Z");
    private static final double GIB = 1L << 30;

    private final Awaited awaited = new Awaited(new WatchList(NoWatches.KEPT));

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

    private void await() {
        awaited.end(new KeptWatch.End("gpu1", "aa", "train", NOW));
    }

    private void died(String id, int exit, Instant at) {
        awaited.died("gpu1", new ContainerEvent(id, null, "die", at, exit));
    }

    private String told(List<Container> containers) {
        List<Alert> alerts = awaited.ended("gpu1", containers, awaited.heardToDie(), NOW);
        return alerts.isEmpty() ? "" : alerts.getFirst().text();
    }

    @Test
    void soManyGpusAreToldOnceWhenTheyAreFreeTogether() {
        awaited.gpus("gpu1", new GpuWish(2, 70 * GIB));
        assertNull(awaited.look("gpu1", List.of(gpu(0, true, 1), gpu(1, false, 60)), NOW));
        assertNull(awaited.look("gpu1", List.of(gpu(0, true, 1), gpu(1, true, 20)), NOW), "too little memory");
        assertNull(awaited.look("gpu1", List.of(gpu(0, true, 1), gpu(1, null, 1)), NOW), "unknown is not free");
        assertNull(awaited.look("gpu2", List.of(gpu(0, true, 1), gpu(1, true, 1)), NOW), "another host");
        assertTrue(awaited.gpus("gpu1"));
        List<Gpu> free = List.of(gpu(0, true, 1), gpu(1, false, 60), gpu(2, true, 0.5));
        Alert alert = Objects.requireNonNull(awaited.look("gpu1", free, NOW));
        assertEquals(
                "2 GPUs of gpu1 are free: GPU 0 H100, 79.0 GiB unused, GPU 2 H100, 79.5 GiB unused.", alert.sentence());
        assertFalse(awaited.gpus("gpu1"));
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
        await();
        assertEquals(List.of("aa"), awaited.of("gpu1").containers());
        List<Container> running = List.of(container("aa", "train", "running", "Up 3 hours"));
        assertEquals(List.of(), awaited.ended("gpu1", running, awaited.heardToDie(), NOW));
        List<Container> exited = List.of(container("aa", "train", "exited", "Exited (1) 2 seconds ago"));
        List<Alert> alerts = awaited.ended("gpu1", exited, awaited.heardToDie(), NOW);
        assertEquals(
                "train has ended: Container train on gpu1: Exited (1) 2 seconds ago.",
                alerts.getFirst().sentence());
        assertEquals(List.of(), awaited.ended("gpu1", exited, awaited.heardToDie(), NOW));
        assertFalse(awaited.containers("gpu1"));
    }

    @Test
    void aContainerThatIsRemovedAtItsEndIsToldByItsNameAndItsCode() {
        await();
        assertEquals("", told(List.of(container("aa", "trained", "running", "Up"))));
        died("aa", 3, NOW.plusSeconds(9));
        assertEquals("Container trained on gpu1 exited with code 3, and is no longer there.", told(List.of()));
    }

    @Test
    void oneThatWasRemovedWhileNobodyListenedIsToldByTheNameItHad() {
        await();
        assertEquals("Container train on gpu1 is no longer there.", told(List.of()));
    }

    @Test
    void anEndIsToldThoughTheContainerWasStartedAgainAtOnce() {
        await();
        List<Container> running = List.of(container("aa", "train", "running", "Up 1 second"));
        died("bb", 0, NOW.plusSeconds(1));
        died("aa", 0, NOW.minusSeconds(1));
        assertEquals("", told(running), "another one, and the end of a run before the one that is waited for");
        died("aa", 1, NOW.plusSeconds(1));
        assertEquals("Container train on gpu1 exited with code 1, and was started again since.", told(running));
    }

    @Test
    void theEngineIsAskedForWhatItRemembersSinceTheOldestRun() {
        assertNull(awaited.since("gpu1"));
        awaited.end(new KeptWatch.End("gpu1", "bb", "later", NOW.plusSeconds(60)));
        await();
        awaited.end(new KeptWatch.End("gpu1", "cc", "unknown", null));
        assertEquals(NOW, awaited.since("gpu1"));
    }

    @Test
    void anEndThatIsHeardWhileItIsLookedForIsNotTakenForANewStart() {
        await();
        Set<String> before = awaited.heardToDie();
        died("aa", 137, NOW.plusSeconds(1));
        List<Container> stillRunning = List.of(container("aa", "train", "running", "Up 3 hours"));
        assertEquals(List.of(), awaited.ended("gpu1", stillRunning, before, NOW));
        List<Container> exited = List.of(container("aa", "train", "exited", "Exited (137) 1 second ago"));
        assertTrue(awaited.ended("gpu1", exited, awaited.heardToDie(), NOW)
                .getFirst()
                .text()
                .contains("Exited (137)"));
    }
}

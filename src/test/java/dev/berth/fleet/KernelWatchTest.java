package dev.berth.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Alert;
import dev.berth.api.JupyterServer;
import dev.berth.api.JupyterServer.Kernel;
import dev.berth.api.KeptWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KernelWatchTest {
    private final List<KeptWatch> written = new ArrayList<>();
    private final WatchList list = new WatchList(store());
    private final KernelWatch watch = new KernelWatch(list);
    private Duration time = Duration.ofHours(1);

    @BeforeEach
    void watched() {
        watch.set("gpu1", "train", 8888, true);
    }

    private static JupyterServer server(JupyterServer.State state, Kernel... kernels) {
        return new JupyterServer(
                "gpu1",
                "train",
                JupyterServer.Kind.LAB,
                null,
                8888,
                null,
                1L,
                "",
                state,
                null,
                null,
                List.of(kernels),
                null,
                true,
                null,
                false,
                null);
    }

    private static Kernel kernel(String state) {
        return new Kernel("k1", "python3", "a/train.ipynb", state, 0.0, null, null);
    }

    private List<String> look(List<JupyterServer> servers, String process) {
        return watch
                .look(
                        "gpu1",
                        servers,
                        process.isEmpty() ? Map.of() : Map.of("k1", process),
                        time.toNanos(),
                        Instant.EPOCH)
                .stream()
                .map(Alert::title)
                .toList();
    }

    private List<String> look(String state) {
        return look(List.of(server(JupyterServer.State.READY, kernel(state))), "7 1");
    }

    @Test
    void aRunThatEndsIsToldOnceWithHowLongItTook() {
        assertEquals(List.of(), look("busy"));
        time = time.plusMinutes(3);
        assertEquals(List.of(), look("busy"));
        time = time.plusMinutes(9);
        assertEquals(List.of("train.ipynb has finished, after 12 min"), look("idle"));
        assertEquals(List.of(), look("idle"));
    }

    @Test
    void anIdleKernelIsNoNews() {
        assertEquals(List.of(), look("idle"));
        assertEquals(List.of(), look("busy"));
    }

    @Test
    void aKernelThatWasKilledAndStartedAnewHasNotFinished() {
        look("busy");
        time = time.plusSeconds(40);
        assertEquals(
                List.of("train.ipynb lost its kernel, after 40 s; a new one was started"),
                look(List.of(server(JupyterServer.State.READY, kernel("idle"))), "9 5"));
    }

    @Test
    void oneThatIsDeadIsToldAsDead() {
        look("idle");
        assertEquals(List.of("train.ipynb died"), look("dead"));
        assertEquals(List.of(), look("dead"));
    }

    @Test
    void aServerThatDoesNotAnswerForAMomentTellsNothing() {
        look("busy");
        assertEquals(List.of(), look(List.of(server(JupyterServer.State.UNREACHABLE)), ""));
        assertEquals(List.of(), look(List.of(), ""), "nor one that was overlooked once");
        assertEquals(List.of("train.ipynb has finished, after 1 s"), look("idle"));
    }

    @Test
    void whatIsGoneIsToldAndNoLongerWatched() {
        look("idle");
        assertEquals(List.of(), look(List.of(server(JupyterServer.State.READY)), ""));
        assertEquals(List.of("train.ipynb: its kernel is gone"), look(List.of(server(JupyterServer.State.READY)), ""));
        assertEquals(List.of(), look(List.of(), ""));
        assertEquals(List.of("Jupyter in gpu1/train is gone"), look(List.of(), ""));
        assertFalse(watch.on("gpu1"));
    }

    private WatchStore store() {
        return new WatchStore() {
            @Override
            public List<KeptWatch> load() {
                return List.copyOf(written);
            }

            @Override
            public void save(List<KeptWatch> watches) {
                written.clear();
                written.addAll(watches);
            }
        };
    }

    @Test
    void anAgentThatTakesOverTellsOfTheSameServersAndConnectsTheirHosts() {
        watch.set("gpu1", "old", 8888, true);
        watch.set("gpu1", "old", 8888, false);
        list.close(Fleet.End.HANDOVER);
        WatchList next = new WatchList(store());
        assertEquals(Set.of("gpu1"), next.restore());
        assertTrue(new KernelWatch(next).on(server(JupyterServer.State.READY)));
        assertEquals(1, written.size(), written::toString);
    }

    @Test
    void anAgentThatWasKilledLeavesThemWrittenToo() {
        assertEquals(Set.of("gpu1"), new WatchList(store()).restore());
    }

    @Test
    void afterAStopTheyAreWatchedOnceTheirHostIsConnected() {
        list.close(Fleet.End.STOP);
        WatchList next = new WatchList(store());
        assertEquals(Set.of(), next.restore());
        assertTrue(new KernelWatch(next).on("gpu1"));
    }

    @Test
    void whatIsGoneIsNotWatchedAgain() {
        look(List.of(), "");
        look(List.of(), "");
        assertEquals(List.of(), written);
    }

    @Test
    void whatAPersonDidIsNoNews() {
        look("busy");
        watch.expect(server(JupyterServer.State.READY), kernel("busy"));
        assertEquals(List.of(), look(List.of(server(JupyterServer.State.READY, kernel("idle"))), "9 5"));
    }
}

package dev.berth.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.GpuWish;
import dev.berth.api.KeptWatch;
import dev.berth.api.ProblemException;
import dev.berth.api.TunnelStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    private static final SavedTunnel TUNNEL = new SavedTunnel(
            "notebook",
            "gpu1",
            "cont1",
            TunnelStatus.Kind.LOCAL,
            List.of("127.0.0.1", "::1"),
            9999,
            null,
            8888,
            null,
            "work",
            true,
            true,
            true,
            true);
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-03-04T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path directory;

    @Test
    void whatWasWrittenIsRead() throws Exception {
        state().write(State.EMPTY.withTunnels(List.of(TUNNEL)));

        assertEquals(new StateFile.Found(State.EMPTY.withTunnels(List.of(TUNNEL)), List.of()), state().read());
        assertTrue(Files.readString(file()).startsWith("{\"version\":1,"));
    }

    @Test
    void whatIsWaitedForIsReadAsItWasWritten() throws Exception {
        State state = State.EMPTY.withWatches(List.of(
                new KeptWatch(new KeptWatch.Kernels("gpu1", null, 8888), true),
                new KeptWatch(new KeptWatch.FreeGpus("gpu1", new GpuWish(2, 40e9)), true),
                new KeptWatch(new KeptWatch.End("cpu1", "a1b2", "train", NOON.instant()), false)));
        state().write(state);

        assertEquals(new StateFile.Found(state, List.of()), state().read());
        String other = "{\"host\":\"gpu1\",\"container\":\"train\",\"port\":8888,\"running\":true}";
        write("{\"version\":1,\"tunnels\":[],\"watches\":[" + other + "]}");
        assertEquals(new StateFile.Found(State.EMPTY, List.of()), state().read());
    }

    @Test
    void onlyTheOwnerReadsIt() throws Exception {
        state().write(State.EMPTY);

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        try (var files = Files.list(file().getParent())) {
            assertEquals(List.of(file()), files.toList());
        }
    }

    @Test
    void missingStateIsEmpty() {
        assertEquals(new StateFile.Found(State.EMPTY, List.of()), state().read());
    }

    @Test
    void damagedStateIsMovedAsideAndTold() throws Exception {
        write("{\"version\":1,\"tunnels\":[{\"name\":");
        StateFile.Found found = new StateFile(file(), List.of(), NOON).read();

        Path aside = file().resolveSibling("state.json.broken-20260304-120000");
        assertEquals(State.EMPTY, found.state());
        assertTrue(found.problems().getFirst().sentence().contains(aside.toString()));
        assertTrue(Files.exists(aside));
        assertFalse(Files.exists(file()));
    }

    @Test
    void tunnelWithoutAHostIsDamage() throws Exception {
        write("{\"version\":1,\"tunnels\":[{\"name\":\"a\",\"kind\":\"local\"}]}");

        assertEquals(1, state().read().problems().size());
    }

    @Test
    void newerStateIsLeftAlone() throws Exception {
        String text = "{\"version\":7,\"tunnels\":{}}";
        write(text);
        StateFile newer = state();

        assertTrue(newer.read().problems().getFirst().message().contains("newer Berth"));
        assertThrows(ProblemException.class, () -> newer.write(State.EMPTY));
        assertEquals(text, Files.readString(file()));
    }

    @Test
    void olderStateIsUpgradedStepByStep() throws Exception {
        write("{\"version\":1,\"forwards\":[]}");
        StateFile stepping = new StateFile(
                file(),
                List.of(fields -> {
                    fields.put("tunnels", fields.remove("forwards"));
                    return fields;
                }),
                NOON);

        assertEquals(new StateFile.Found(State.EMPTY, List.of()), stepping.read());
    }

    @Test
    void stateThatIsALinkStaysOne() throws Exception {
        Path kept = Files.writeString(directory.resolve("kept.json"), "{\"version\":1,\"tunnels\":[]}");
        Files.createDirectories(file().getParent());
        Files.createSymbolicLink(file(), kept);
        state().write(State.EMPTY.withTunnels(List.of(TUNNEL)));

        assertTrue(Files.isSymbolicLink(file()));
        assertTrue(Files.readString(kept).contains("notebook"));
    }

    private Path file() {
        return directory.resolve("berth/state.json");
    }

    private StateFile state() {
        return new StateFile(file());
    }

    private void write(String text) throws Exception {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), text);
    }
}

package dev.berth.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Event;
import dev.berth.api.FreeGpu;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.SshLine;
import dev.berth.api.TunnelStatus;
import dev.berth.api.TunnelStatus.State;
import dev.berth.config.LinkChoices;
import dev.berth.ssh.SshConfiguration;
import dev.berth.tunnel.LocalPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of tunnels from one agent to the next. Their host is one where nobody listens. */
class KeptTunnelsTest {
    private static final Fleet.Caller NOBODY = new Fleet.Caller() {
        @Override
        public boolean answers() {
            return false;
        }

        @Override
        public void tell(Event event) {}
    };

    private final List<TunnelStore.Kept> written = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private Path config;

    @BeforeEach
    void writeConfig() throws IOException {
        int closed;
        try (ServerSocket free = new ServerSocket(0)) {
            closed = free.getLocalPort();
        }
        config = Files.writeString(
                folder.resolve("config"), "Host box\n HostName 127.0.0.1\n User me\n Port " + closed + "\n");
    }

    private LiveFleet agent() {
        TunnelStore store = new TunnelStore() {
            @Override
            public List<Kept> load() {
                return List.copyOf(written);
            }

            @Override
            public void save(List<Kept> tunnels) {
                written.clear();
                written.addAll(tunnels);
            }
        };
        return new LiveFleet(new LiveFleet.Options(
                new SshConfiguration(config),
                false,
                List.of(),
                FreeGpu.DEFAULT,
                Map.of(),
                LinkChoices.DEFAULT,
                Map.of("HOME", folder.toString()),
                store,
                NoRuns.KEPT,
                NoWatches.KEPT,
                (alert, environment) -> false,
                List.of()));
    }

    private static TunnelStatus add(LiveFleet fleet, String name, boolean save) throws Exception {
        Request.LocalPort free = new Request.LocalPort(LocalPorts.nextFree(28_000), true);
        return fleet.handle(
                        new Request.AddTunnel(
                                "box",
                                null,
                                "8888",
                                name,
                                free,
                                new Request.Keeping(save, false, null),
                                Set.of(),
                                false),
                        NOBODY)
                .tunnel();
    }

    private static TunnelStatus show(LiveFleet fleet, String name) {
        try {
            return fleet.handle(new Request.ShowTunnel(name), NOBODY).tunnel();
        } catch (ProblemException | InterruptedException gone) {
            throw new AssertionError(gone);
        }
    }

    private static List<String> names(LiveFleet fleet) throws Exception {
        Reply.Tunnels all = fleet.handle(new Request.ListTunnels(), NOBODY);
        return all.tunnels().stream().map(TunnelStatus::name).toList();
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "not within 20 s");
            Thread.onSpinWait();
        }
    }

    @Test
    void tunnelsRunAgainAfterARestart() throws Exception {
        LiveFleet first = agent();
        TunnelStatus on = add(first, "on", false);
        add(first, "off", false);
        first.handle(new Request.StopTunnel("off"), NOBODY);
        first.close(Fleet.End.HANDOVER);
        assertTrue(LocalPorts.free(port(on)));

        LiveFleet second = agent();
        assertEquals(List.of("on", "off"), names(second));
        assertEquals(State.LINK_DOWN, show(second, "on").state());
        assertFalse(LocalPorts.free(port(on)));
        assertEquals(State.OFF, show(second, "off").state());
        second.close(Fleet.End.STOP);
    }

    private static int port(TunnelStatus tunnel) {
        return Integer.parseInt(tunnel.local().substring(tunnel.local().lastIndexOf(':') + 1));
    }

    @Test
    void afterAStopOnlySavedTunnelsAreThereAndNoneRuns() throws Exception {
        LiveFleet first = agent();
        add(first, "kept", true);
        add(first, "passing", false);
        first.close(Fleet.End.STOP);

        LiveFleet second = agent();
        assertEquals(List.of("kept"), names(second));
        assertEquals(State.OFF, show(second, "kept").state());
        second.close(Fleet.End.STOP);
    }

    /** A closed listener gives its port back when the thread that accepted on it has left. */
    private static ServerSocket bound(int port) throws Exception {
        ServerSocket socket = new ServerSocket();
        until(() -> {
            try {
                socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1);
                return true;
            } catch (IOException notYet) {
                return false;
            }
        });
        return socket;
    }

    @Test
    void portThatIsTakenAtTheStartIsToldAndTheTunnelRunsOnceItIsFree() throws Exception {
        LiveFleet first = agent();
        TunnelStatus tunnel = add(first, "notebook", false);
        first.close(Fleet.End.HANDOVER);

        List<Event> events = new CopyOnWriteArrayList<>();
        try (ServerSocket other = bound(port(tunnel))) {
            assertTrue(other.isBound());
            LiveFleet second = agent();
            second.watch(List.of(), Set.of(Request.View.MESSAGES), true, events::add)
                    .close();
            assertEquals(State.FAILED, show(second, "notebook").state());
            second.close(Fleet.End.HANDOVER);
        }
        assertTrue(events.toString().contains("Tunnel notebook could not be started again: Port"), events::toString);

        LiveFleet third = agent();
        assertEquals(State.LINK_DOWN, show(third, "notebook").state());
        third.close(Fleet.End.STOP);
    }

    @Test
    void aTunnelMovesToAnotherPortOnlyWhenToldTo() throws Exception {
        LiveFleet fleet = agent();
        TunnelStatus tunnel = add(fleet, "notebook", true);
        fleet.handle(new Request.StopTunnel("notebook"), NOBODY);
        try (ServerSocket other = bound(port(tunnel))) {
            assertTrue(other.isBound());
            Problem taken = assertThrows(
                            ProblemException.class,
                            () -> fleet.handle(new Request.StartTunnel("notebook", null), NOBODY))
                    .problem();
            assertEquals(Problem.Code.PORT_IN_USE, taken.code());
            assertTrue(
                    taken.message().contains("(pid " + ProcessHandle.current().pid() + ")"), taken.message());
            assertEquals(State.FAILED, show(fleet, "notebook").state());

            int next = Integer.parseInt(String.valueOf(taken.suggestion()));
            TunnelStatus moved = start(fleet, new Request.LocalPort(next, false));
            assertEquals(next, moved.localPort());
            assertEquals(State.LINK_DOWN, show(fleet, "notebook").state());
            assertEquals(List.of("notebook"), names(fleet));

            ProblemException held = assertThrows(
                    ProblemException.class, () -> start(fleet, new Request.LocalPort(port(tunnel), false)));
            assertEquals(Problem.Code.PORT_IN_USE, held.problem().code());
            assertEquals(next, show(fleet, "notebook").localPort(), "where it can't move it stays");
            assertEquals(next, start(fleet, Request.LocalPort.ANY).localPort(), "its own port is not in its way");
        }
        fleet.close(Fleet.End.HANDOVER);
        LiveFleet second = agent();
        assertFalse(port(tunnel) == show(second, "notebook").localPort(), "where it moved to is kept");
        second.close(Fleet.End.STOP);
    }

    private static TunnelStatus start(LiveFleet fleet, Request.LocalPort localPort) throws Exception {
        return fleet.handle(new Request.StartTunnel("notebook", localPort), NOBODY)
                .tunnel();
    }

    @Test
    void tunnelToAHostThatCannotBeReachedSaysWhy() throws Exception {
        LiveFleet fleet = agent();
        add(fleet, "notebook", false);
        until(() -> {
            String reason = show(fleet, "notebook").reason();
            return reason != null && !reason.contains("not connected yet");
        });
        Request.LocalPort free = new Request.LocalPort(LocalPorts.nextFree(28_000), true);
        ProblemException problem = assertThrows(
                ProblemException.class,
                () -> fleet.handle(
                        new Request.AddTunnel(
                                "box", null, "8889", "waiting", free, Request.Keeping.NOTHING, Set.of(), true),
                        NOBODY));
        assertEquals(Problem.Code.HOST_UNREACHABLE, problem.problem().code());
        fleet.close(Fleet.End.STOP);
    }

    @Test
    void namesThatBerthMakesAreNeverGivenTwice() throws Exception {
        LiveFleet fleet = agent();
        List<Thread> adding = new CopyOnWriteArrayList<>();
        List<Exception> failures = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 8; i++) {
            Request.LocalPort own = new Request.LocalPort(LocalPorts.nextFree(28_100 + 100 * i), false);
            adding.add(Thread.ofVirtual().start(() -> {
                try {
                    fleet.handle(
                            new Request.AddTunnel(
                                    "box", null, "8888", null, own, Request.Keeping.NOTHING, Set.of(), false),
                            NOBODY);
                } catch (ProblemException | InterruptedException failed) {
                    failures.add(failed);
                }
            }));
        }
        for (Thread thread : adding) {
            thread.join();
        }
        assertEquals(List.of(), failures);
        assertEquals(8, Set.copyOf(names(fleet)).size());
        fleet.close(Fleet.End.STOP);
    }

    @Test
    void whatTheSshConfigurationForwardsIsKeptOnce() throws Exception {
        Files.writeString(config, """
                Host box
                 HostName 127.0.0.1
                 User me
                 LocalForward 28801 localhost:9999
                 LocalForward 127.0.0.1:28802 db:5432
                 RemoteForward 9000 localhost:3000
                 DynamicForward 28803
                """);
        LiveFleet fleet = agent();
        List<TunnelStatus> made =
                fleet.handle(new Request.ImportTunnels("box"), NOBODY).tunnels();
        assertEquals(
                List.of(
                        "ssh -N -D 127.0.0.1:28803 box",
                        "ssh -N -L 127.0.0.1:28801:localhost:9999 box",
                        "ssh -N -L 127.0.0.1:28802:db:5432 box",
                        "ssh -N -R localhost:9000:localhost:3000 box"),
                made.stream().map(SshLine::of).toList());
        assertTrue(made.stream().allMatch(tunnel -> tunnel.saved() && tunnel.state() == State.OFF), made::toString);

        assertEquals(
                List.of(),
                fleet.handle(new Request.ImportTunnels("box"), NOBODY).tunnels());
        assertEquals(4, names(fleet).size());
        fleet.close(Fleet.End.STOP);
    }

    private static Problem refused(LiveFleet fleet, String spec, Set<Request.Agreed> agreed) {
        Request.AddTunnel add = new Request.AddTunnel(
                "box", null, spec, null, Request.LocalPort.SAME, Request.Keeping.NOTHING, agreed, false);
        return assertThrows(ProblemException.class, () -> fleet.handle(add, NOBODY))
                .problem();
    }

    @Test
    void whatOtherMachinesWouldReachNeedsAWord() throws Exception {
        LiveFleet fleet = agent();
        String wide = "0.0.0.0:" + LocalPorts.nextFree(28_000) + ":localhost:80";
        assertEquals(Problem.WIDE, refused(fleet, wide, Set.of()).suggestion());
        Request.AddTunnel agreed = new Request.AddTunnel(
                "box",
                null,
                wide,
                "wide",
                Request.LocalPort.SAME,
                Request.Keeping.NOTHING,
                Set.of(Request.Agreed.WIDE),
                false);
        assertTrue(fleet.handle(agreed, NOBODY).tunnel().isWide());
        Problem proxy = refused(fleet, "-D *:28999", Set.of(Request.Agreed.WIDE));
        assertEquals(Problem.Code.USAGE, proxy.code());
        assertTrue(proxy.message().contains("127.0.0.1 and ::1 only"), proxy.message());
        fleet.close(Fleet.End.STOP);
    }

    @Test
    void aRelayThatWasAgreedToIsKept() throws Exception {
        LiveFleet first = agent();
        add(first, "relayed", true);
        assertEquals(
                TunnelStatus.Relay.ACCEPTED,
                first.handle(new Request.RelayTunnel("relayed"), NOBODY)
                        .tunnel()
                        .relay());
        first.close(Fleet.End.HANDOVER);
        LiveFleet second = agent();
        assertEquals(TunnelStatus.Relay.ACCEPTED, show(second, "relayed").relay());
        second.close(Fleet.End.STOP);
    }
}

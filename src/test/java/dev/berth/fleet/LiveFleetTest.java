package dev.berth.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.ContainerChange;
import dev.berth.api.Event;
import dev.berth.api.Finding;
import dev.berth.api.FreeGpu;
import dev.berth.api.GpuWish;
import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.LinkKind;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.Streams;
import dev.berth.api.TunnelStatus;
import dev.berth.api.Watches;
import dev.berth.config.LinkChoices;
import dev.berth.demo.DemoBox;
import dev.berth.ssh.SshConfiguration;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fleet over the demo's embedded boxes: real SSH, no lab. */
class LiveFleetTest {
    private DemoBox box;
    private LiveFleet fleet;
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /** A script: nobody to ask. */
    private static final Fleet.Caller SCRIPT = new Fleet.Caller() {
        @Override
        public boolean answers() {
            return false;
        }

        @Override
        public void tell(Event event) {}
    };

    @BeforeEach
    void start() throws Exception {
        box = DemoBox.start();
        TunnelStore nowhere = new TunnelStore() {
            @Override
            public List<Kept> load() {
                return List.of();
            }

            @Override
            public void save(List<Kept> tunnels) {}
        };
        fleet = new LiveFleet(new LiveFleet.Options(
                new SshConfiguration(box.sshConfig()),
                true,
                List.of(),
                FreeGpu.DEFAULT,
                Map.of(),
                LinkChoices.DEFAULT,
                System.getenv(),
                nowhere,
                NoRuns.KEPT,
                NoWatches.KEPT,
                (alert, environment) -> false,
                List.of()));
        fleet.watch(List.of(), Set.of(Request.View.values()), false, events::add);
    }

    @AfterEach
    void end() {
        fleet.close(Fleet.End.STOP);
        box.close();
    }

    private HostSnapshot host(String name) throws Exception {
        return fleet.handle(new Request.ListHosts(), SCRIPT).hosts().stream()
                .filter(host -> host.host().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void await(String what, Predicate<Event> condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            Event event = events.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (event == null) {
                throw new AssertionError("not told: " + what);
            }
            if (condition.test(event)) {
                return;
            }
        }
    }

    private static Predicate<Event> tunnel(TunnelStatus.State state) {
        return event -> event instanceof Event.Tunnels tunnels
                && tunnels.tunnels().stream().anyMatch(tunnel -> tunnel.state() == state);
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void noHostIsContactedUntilItIsAskedFor() throws Exception {
        assertEquals(HostState.OFF, host("demo-gpu").state());
        fleet.handle(new Request.Connect("demo-gpu"), SCRIPT);
        assertEquals(HostState.UP, host("demo-gpu").state());
        assertEquals(HostState.OFF, host("demo-cpu").state());
        await(
                "the containers",
                event -> event instanceof Event.HostChanged changed
                        && !changed.host().containers().items().isEmpty());
    }

    @Test
    void aTunnelKeepsItsPortThroughADisconnectAndNeverUndoesIt() throws Exception {
        int port = freePort();
        Request.LocalPort local = new Request.LocalPort(port, false);
        fleet.handle(
                new Request.AddTunnel("demo-gpu", "web", "80", "web", local, Request.Keeping.NOTHING, Set.of(), true),
                SCRIPT);
        await("the tunnel is up", tunnel(TunnelStatus.State.UP));

        fleet.handle(new Request.Disconnect("demo-gpu"), SCRIPT);
        await("the tunnel has no link", tunnel(TunnelStatus.State.LINK_DOWN));
        try (var client = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(20_000);
            assertEquals(-1, readOrReset(client));
        }
        assertEquals(HostState.OFF, host("demo-gpu").state(), "a client of the tunnel dialled");

        fleet.handle(new Request.Connect("demo-gpu"), SCRIPT);
        await("the tunnel is back", tunnel(TunnelStatus.State.UP));
    }

    private static int readOrReset(java.net.Socket client) throws java.io.IOException {
        try {
            return client.getInputStream().read();
        } catch (java.net.SocketException reset) {
            return -1;
        }
    }

    @Test
    void shellsOpenOnTheHostAndInContainers() throws Exception {
        assertTrue(typed(null, "hostname\rexit\r").contains("hostname\r\ndemo-gpu\r\n"));
        assertTrue(typed("train", "whoami\rexit\r").contains("whoami\r\nroot\r\n"));
    }

    private String typed(@Nullable String container, String keys) throws Exception {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        InputStream typed = new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8));
        Request.Pty pty = new Request.Pty("xterm", 80, 24);
        Request.Exec shell = new Request.Exec("demo-gpu", container, List.of(), pty);
        assertEquals(0, fleet.stream(shell, SCRIPT, Streams.piped(typed, seen, seen)));
        return seen.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theMachineItselfIsTheLastHost() throws Exception {
        assertEquals(
                "local",
                fleet.handle(new Request.ListHosts(), SCRIPT).hosts().getLast().host());
        assertEquals(HostState.OFF, host("local").state());

        HostSnapshot up = fleet.handle(new Request.Connect("local"), SCRIPT).host();

        assertEquals(HostState.UP, up.state());
        assertEquals(LinkKind.LOCAL, up.link());
    }

    @Test
    void anUnknownHostAndARefusedOneAreProblems() {
        assertEquals(
                Problem.Code.HOST_UNKNOWN,
                assertThrows(ProblemException.class, () -> fleet.handle(new Request.Connect("nosuch"), SCRIPT))
                        .problem()
                        .code());
        Problem problem = assertThrows(
                        ProblemException.class, () -> fleet.handle(new Request.Connect("x@127.0.0.1:1"), SCRIPT))
                .problem();
        assertEquals(Problem.Code.HOST_UNREACHABLE, problem.code());
        assertTrue(problem.message().contains("127.0.0.1"), problem.message());
    }

    @Test
    void aGpuThatIsFreeIsToldThoughNobodyLooks() throws Exception {
        events.clear();
        fleet.watch(List.of("demo-cpu"), Set.of(), true, events::add);
        fleet.handle(new Request.Connect("demo-gpu"), SCRIPT);
        fleet.handle(new Request.WatchGpus("demo-gpu", new GpuWish(1, 1 << 30)), SCRIPT);
        await(
                "a free GPU",
                event -> event instanceof Event.Alerted alerted
                        && alerted.alert()
                                .title()
                                .matches("GPU \\d of demo-gpu is free|\\d GPUs of demo-gpu are free"));
        assertEquals(Watches.NONE, host("demo-gpu").watches());
    }

    @Test
    void aScreenThatComesLaterIsToldHowBusyTheGpusWere() throws Exception {
        fleet.handle(new Request.Connect("demo-gpu"), SCRIPT);
        await(
                "GPUs",
                event -> event instanceof Event.HostRead read
                        && !read.gpus().items().isEmpty());
        LinkedBlockingQueue<Event> later = new LinkedBlockingQueue<>();
        fleet.watch(List.of("demo-gpu"), Set.of(Request.View.GPUS), true, later::add);
        Event.GpusWere were = later.stream()
                .filter(Event.GpusWere.class::isInstance)
                .map(Event.GpusWere.class::cast)
                .findFirst()
                .orElseThrow();
        assertEquals("demo-gpu", were.host());
        assertEquals(
                host("demo-gpu").gpus().items().size(), were.history().samples().size());
        LinkedBlockingQueue<Event> elsewhere = new LinkedBlockingQueue<>();
        fleet.watch(List.of("demo-gpu"), Set.of(Request.View.CONTAINERS), true, elsewhere::add);
        assertTrue(elsewhere.stream().noneMatch(Event.GpusWere.class::isInstance));
    }

    @Test
    void aDoctorFindsWhatTheDemosBoxLacks() throws Exception {
        List<Finding> findings =
                fleet.handle(new Request.Doctor("demo-gpu", null), SCRIPT).findings();
        assertEquals(
                List.of("persistence", "nvcr.io login"),
                findings.stream()
                        .filter(finding -> finding.state() != Finding.State.OK)
                        .map(Finding::check)
                        .toList());
    }

    @Test
    void aContainersEndIsToldAsSoonAsItsEngineTellsIt() throws Exception {
        fleet.handle(new Request.Connect("demo-gpu"), SCRIPT);
        fleet.watch(List.of("demo-gpu"), Set.of(), true, events::add);
        await(
                "the containers",
                event -> event instanceof Event.HostChanged changed
                        && !changed.host().containers().items().isEmpty());
        String train = host("demo-gpu").containers().items().stream()
                .filter(container -> container.name().equals("train"))
                .findFirst()
                .orElseThrow()
                .id();
        fleet.handle(new Request.WatchContainer("demo-gpu", train, true), SCRIPT);
        fleet.handle(new Request.ChangeContainer("demo-gpu", train, new ContainerChange.Kill(null)), SCRIPT);
        await(
                "its end",
                event -> event instanceof Event.Alerted alerted
                        && alerted.alert()
                                .sentence()
                                .startsWith("train has ended: Container train on demo-gpu: Exited"));
        assertEquals(List.of(), host("demo-gpu").watches().containers());
    }
}

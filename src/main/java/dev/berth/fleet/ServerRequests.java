package dev.berth.fleet;

import dev.berth.api.Container;
import dev.berth.api.Event;
import dev.berth.api.JupyterServer;
import dev.berth.api.LinkKind;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.Secret;
import dev.berth.jupyter.FoundServer;
import dev.berth.jupyter.Jupyter;
import dev.berth.jupyter.StartOrder;
import dev.berth.tunnel.LocalPorts;
import dev.berth.tunnel.Tunnel;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a person asks of Jupyter servers: each is the join of a container, a server in it and a tunnel to it. */
final class ServerRequests {
    private static final Duration THROUGH_TUNNEL = Duration.ofSeconds(10);

    private final Tunnels tunnels;
    private final KernelWatch watch;
    private final BusyTimes busyTimes = new BusyTimes();

    ServerRequests(Tunnels tunnels, KernelWatch watch) {
        this.tunnels = tunnels;
        this.watch = watch;
    }

    Reply.OpenedServer start(Request.StartJupyter request, Session session, Fleet.Caller caller)
            throws ProblemException, InterruptedException {
        checkPort(request.port());
        checkPort(request.localPort().port());
        StartOrder order = new StartOrder(
                request.container(),
                request.port(),
                request.directory(),
                request.gpus(),
                request.environment(),
                request.arguments());
        Request.LocalPort wanted = wanted(request.localPort(), session);
        FoundServer server = session.jupyter()
                .start(order, port -> checkLocalPort(session.host(), request, wanted, port), caller::tell);
        session.refreshServers();
        try {
            return open(server, wanted, caller);
        } catch (ProblemException | InterruptedException failed) {
            undo(server, session, caller, failed);
            throw failed;
        }
    }

    /** A server that was not handed over is not left behind. Its stop must not be cut short by the interrupt. */
    private void undo(FoundServer server, Session session, Fleet.Caller caller, Exception why) {
        boolean interrupted = Thread.interrupted();
        try {
            stop(server, session, caller::tell);
        } catch (ProblemException left) {
            why.addSuppressed(left);
        } finally {
            session.refreshServers();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** On this machine the server itself may hold the port that a tunnel to it would usually have. */
    private static Request.LocalPort wanted(Request.LocalPort asked, Session session) {
        boolean here = session.link().kind() == LinkKind.LOCAL;
        return here && asked.equals(Request.LocalPort.SAME) ? Request.LocalPort.ANY : asked;
    }

    private static void checkPort(@Nullable Integer port) throws ProblemException {
        if (port != null && (port < 1 || port > 65_535)) {
            throw Problem.of(Problem.Code.USAGE, "A port is a number from 1 to 65535, not " + port + ".")
                    .asException();
        }
    }

    /** Before anything is started: a server that can't be reached afterwards would be of no use. */
    private void checkLocalPort(String host, Request.StartJupyter request, Request.LocalPort wanted, int port)
            throws ProblemException {
        int local = wanted.port() == null ? port : wanted.port();
        if (!wanted.orNextFree()
                && tunnels.to(new Service(host, request.container(), port, null))
                        .isEmpty()
                && !LocalPorts.free(local)) {
            throw LocalPorts.taken(local).asException();
        }
    }

    Reply.OpenedServer open(Request.OpenJupyter request, Session session, Fleet.Caller caller)
            throws ProblemException, InterruptedException {
        FoundServer server = one(find(session, request.container(), request.port()), request);
        return open(server, wanted(request.localPort(), session), caller);
    }

    private Reply.OpenedServer open(FoundServer server, Request.LocalPort localPort, Fleet.Caller caller)
            throws ProblemException, InterruptedException {
        JupyterServer info = server.info();
        caller.tell(step("tunnel", "tunnel to " + info.end(), Event.StepState.RUNNING));
        Tunnel tunnel = tunnels.ensure(Service.of(info), localPort, caller);
        tunnel.wayFound(server.route());
        int local = tunnel.spec().localPort();
        answersThrough(server, local);
        caller.tell(step("tunnel", "tunnel from 127.0.0.1:" + local, Event.StepState.DONE));
        URI url = Jupyter.localUrl(server, local);
        return new Reply.OpenedServer(complete(info), new Secret(url.toString()));
    }

    private static Event.Progress step(String step, String text, Event.StepState state) {
        return new Event.Progress(step, text, state, null);
    }

    /** Ready is what answers with the token through the tunnel. */
    private static void answersThrough(FoundServer server, int local) throws ProblemException, InterruptedException {
        long end = System.nanoTime() + THROUGH_TUNNEL.toNanos();
        String failure;
        do {
            failure = ask(server, local);
            if (failure == null) {
                return;
            }
            Thread.sleep(Duration.ofMillis(100));
        } while (System.nanoTime() < end);
        throw Problem.of(
                        Problem.Code.JUPYTER_UNREACHABLE,
                        "The Jupyter server on " + place(server.info())
                                + " does not answer through the tunnel at 127.0.0.1:" + local
                                + ": " + failure + ".",
                        "See the tunnel's row, or berth tunnel show " + local + ".")
                .asException();
    }

    private static String place(JupyterServer server) {
        return server.container() == null ? server.host() : server.host() + "/" + server.container();
    }

    private static @Nullable String ask(FoundServer server, int local) {
        if (server.secure()) {
            // its certificate is its own affair; that it answered was seen when it was found
            return null;
        }
        try {
            URI status = URI.create("http://127.0.0.1:" + local + server.basePath() + "api/status");
            HttpURLConnection http = (HttpURLConnection) status.toURL().openConnection();
            // the token is for this server alone
            http.setInstanceFollowRedirects(false);
            http.setConnectTimeout((int) THROUGH_TUNNEL.toMillis());
            http.setReadTimeout((int) THROUGH_TUNNEL.toMillis());
            http.setRequestProperty("Authorization", "token " + server.token().reveal());
            int code = http.getResponseCode();
            http.disconnect();
            // without a token of ours a person comes in with a password, and we don't: that it asks for one is an
            // answer
            boolean asks = server.token().reveal().isEmpty() && (code == 401 || code == 403 || code == 302);
            return code == 200 || asks ? null : "HTTP " + code;
        } catch (IOException e) {
            return e.getMessage() == null ? "no answer" : e.getMessage();
        }
    }

    Reply.Servers stop(Request.StopJupyter request, Session session, Fleet.Caller caller)
            throws ProblemException, InterruptedException {
        List<FoundServer> found = find(session, request.container(), request.port());
        Double idle = request.idle();
        List<FoundServer> targets = request.all() || idle != null
                ? found.stream().filter(server -> idleFor(idle, server.info())).toList()
                : List.of(one(
                        found,
                        new Request.OpenJupyter(
                                request.host(), request.container(), request.port(), Request.LocalPort.SAME)));
        boolean several = request.all() || idle != null;
        List<JupyterServer> stopped = new ArrayList<>();
        for (FoundServer server : targets) {
            if (server.foreign() && !request.force() && !session.isRoot()) {
                leaveAlone(server, several, caller);
                continue;
            }
            stop(server, session, caller::tell);
            stopped.add(server.info().in(JupyterServer.State.STOPPING));
        }
        session.refreshServers();
        return new Reply.Servers(stopped);
    }

    /** Of several it is only passed over, since the others are to be stopped all the same. */
    private static void leaveAlone(FoundServer server, boolean several, Fleet.Caller caller) throws ProblemException {
        JupyterServer info = server.info();
        String whose = info.user() == null ? "another user" : "the user " + info.user();
        String what = "The Jupyter server of " + place(info) + " on " + info.end() + " was started by " + whose;
        if (!several) {
            throw Problem.of(Problem.Code.NOT_YOURS, what + ".", "Ask them; or stop it all the same with --force.")
                    .asException();
        }
        caller.tell(new Event.Progress(
                "foreign " + info.port(), what + " and is left alone.", Event.StepState.FAILED, null));
    }

    /** One whose last use is not known is not taken to be idle. */
    private static boolean idleFor(@Nullable Double seconds, JupyterServer server) {
        Double idle = server.idle();
        return seconds == null || idle != null && idle >= seconds;
    }

    void stop(FoundServer server, Session session, Consumer<Event.Progress> progress) throws ProblemException {
        session.jupyter().stop(server, progress);
        JupyterServer info = server.info();
        tunnels.removeTo(Service.of(info));
        watch.set(info.host(), info.container(), info.port(), false);
    }

    /** Servers of a host or container, read anew. */
    List<FoundServer> find(Session session, @Nullable String container, @Nullable Integer port)
            throws ProblemException {
        List<FoundServer> found;
        if (container == null) {
            found = session.jupyter().find(knownContainers(session), false);
        } else {
            String id = session.docker().inspect(container).id();
            List<Container> one = session.docker().containers(true, false, List.of("id=" + id), false);
            found = one.isEmpty() ? List.of() : session.jupyter().find(one.getFirst());
        }
        List<FoundServer> matching = new ArrayList<>();
        for (FoundServer server : found) {
            if (port == null || server.info().port() == port) {
                matching.add(server);
            }
        }
        return matching;
    }

    /** A host without Docker may run Jupyter all the same. */
    private static List<Container> knownContainers(Session session) {
        try {
            return session.docker().containers(false, false, List.of(), false);
        } catch (ProblemException noDocker) {
            return List.of();
        }
    }

    private static FoundServer one(List<FoundServer> found, Request.OpenJupyter request) throws ProblemException {
        if (found.size() == 1) {
            return found.getFirst();
        }
        String place = request.container() == null ? request.host() : request.container() + " on " + request.host();
        String port = request.port() == null ? "" : " on port " + request.port();
        if (found.isEmpty()) {
            throw Problem.of(
                            Problem.Code.SERVER_NOT_FOUND,
                            "No Jupyter server runs in " + place + port + ".",
                            "Start one: berth jupyter start " + request.host() + " "
                                    + (request.container() == null ? "CONTAINER" : request.container()) + ".")
                    .asException();
        }
        List<String> ports = new ArrayList<>();
        for (FoundServer server : found) {
            String in = server.info().container();
            ports.add((in == null ? "" : in + " ") + "--port " + server.info().port());
        }
        throw Problem.of(
                        Problem.Code.AMBIGUOUS,
                        found.size() + " Jupyter servers run in " + place + ".",
                        "Name one: " + String.join(", ", ports) + ".")
                .asException();
    }

    /** Fills in what only we know: the laptop's end, since when kernels are busy, whether somebody waits for them. */
    JupyterServer complete(JupyterServer server) {
        Integer local = tunnels.localPort(Service.of(server));
        return server.with(local, busyTimes.told(server.kernels(), System.nanoTime()))
                .watched(watch.on(server));
    }
}

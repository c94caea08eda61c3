package dev.berth.route;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.RemoteText;
import dev.berth.api.TunnelStatus.Way;
import dev.berth.docker.Docker;
import dev.berth.docker.Docker.ContainerCommand;
import dev.berth.docker.Docker.ContainerDetails;
import dev.berth.link.OpenRefusedException;
import dev.berth.link.Output;
import dev.berth.link.RemoteCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The relays one container offers to one of its ports or sockets. */
final class Relays {
    private static final Logger LOG = Logger.getLogger(Relays.class.getName());
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int LIMIT = 4 << 10;

    static final String TOOLS = "python3, socat or perl";

    private final String host;
    private final Docker docker;
    private final ContainerDetails container;
    private final End end;

    Relays(String host, Docker docker, ContainerDetails container, End end) {
        this.host = host;
        this.docker = docker;
        this.container = container;
        this.end = end;
    }

    /** What is relayed to. */
    sealed interface End {
        record Port(String address, int port) implements End {
            @Override
            public List<String> command(RelayTool tool) {
                return tool.command(address, port);
            }

            @Override
            public String target() {
                return OpenedRoute.target(address, port);
            }
        }

        record Socket(String path) implements End {
            @Override
            public List<String> command(RelayTool tool) {
                return tool.command(path);
            }

            @Override
            public String target() {
                return path;
            }
        }

        List<String> command(RelayTool tool);

        String target();
    }

    /** The first whose connection is taken; each tool has one try. */
    @Nullable
    Route tried() throws ProblemException {
        for (RelayTool tool : tools()) {
            try (RelayStream stream = open(tool)) {
                LOG.log(Level.FINE, "relayed by {0}", stream);
                return route(tool);
            } catch (IOException refused) {
                LOG.log(Level.FINE, "no relay by " + tool, refused);
            }
        }
        return null;
    }

    /** The first that is there, for a port nobody listens on yet. */
    Route untried() throws ProblemException {
        List<RelayTool> tools = tools();
        if (tools.isEmpty()) {
            throw none(true);
        }
        return route(tools.getFirst());
    }

    private Route route(RelayTool tool) {
        return new OpenedRoute(Way.RELAY, end.target(), () -> open(tool));
    }

    private RelayStream open(RelayTool tool) throws IOException {
        return RelayStream.open(() -> start(tool), () -> {});
    }

    private RemoteCommand start(RelayTool tool) throws IOException {
        try {
            return docker.execStream(container.id(), ContainerCommand.of(end.command(tool)));
        } catch (ProblemException problem) {
            OpenRefusedException refused = new OpenRefusedException(
                    OpenRefusedException.Reason.CONNECT_FAILED,
                    problem.problem().message());
            refused.initCause(problem);
            throw refused;
        }
    }

    /** An image without a shell may have python3 all the same: then all of them are worth their try. */
    private List<RelayTool> tools() throws ProblemException {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", RelayTool.FIND, "sh"));
        List<RelayTool> all = RelayTool.IN_CONTAINERS;
        all.forEach(tool -> argv.add(tool.executable()));
        Output output = docker.exec(container.id(), ContainerCommand.of(argv), new byte[0], DEADLINE, LIMIT);
        if (!output.ok()) {
            return all;
        }
        List<String> found = output.out().lines().toList();
        return all.stream().filter(tool -> found.contains(tool.executable())).toList();
    }

    ProblemException none(boolean loopbackOnly) {
        return switch (end) {
            case End.Port it -> noneTo(it.port, loopbackOnly);
            case End.Socket it -> noneTo(it.path);
        };
    }

    private ProblemException noneTo(String path) {
        return Problem.of(
                        Code.NOT_SUPPORTED,
                        "Socket " + RemoteText.oneLine(path) + " of container " + container.name() + " on " + host
                                + " is open to the container itself only, and it has no " + TOOLS
                                + " that could relay it.",
                        "Have the server listen on a port, with --ip 0.0.0.0.")
                .asException();
    }

    private ProblemException noneTo(int port, boolean loopbackOnly) {
        String where = "Port " + port + " of container " + container.name() + " on " + host;
        String why = loopbackOnly
                ? " is open to the container itself only, and it has no " + TOOLS + " that could relay it."
                : " can't be reached from the host, and the container has no " + TOOLS + " to relay it.";
        return Problem.of(
                        Code.NOT_SUPPORTED,
                        where + why,
                        "Start the server with --ip 0.0.0.0, or the container with -p " + port + ":" + port + ".")
                .asException();
    }
}

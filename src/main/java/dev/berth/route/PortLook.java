package dev.berth.route;

import dev.berth.api.Container;
import dev.berth.api.ListeningPort;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.RemoteText;
import dev.berth.api.Reply;
import dev.berth.docker.Docker;
import dev.berth.docker.Docker.ContainerCommand;
import dev.berth.docker.Docker.ContainerDetails;
import dev.berth.link.Command;
import dev.berth.link.CommandJournal;
import dev.berth.link.DeadlineException;
import dev.berth.link.Link;
import dev.berth.link.Output;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Looks which TCP ports a host and its containers listen on. Blocks; each look has a deadline. */
public record PortLook(String host, Link link, CommandJournal journal) {
    private static final Logger LOG = Logger.getLogger(PortLook.class.getName());
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int LIMIT = 2 << 20;

    /**
     * The ports of the host and of all its containers, by one command.
     *
     * @param containers those that run
     * @param noContainers why they are not known
     */
    public Reply.Ports everywhere(List<Container> containers, @Nullable Problem noContainers) throws ProblemException {
        PortReport report = read("");
        List<ListeningPort> ports = new ArrayList<>(
                PortRows.published(new PortRows(host, null, false, report.holders()).of(report.own()), containers));
        List<String> untold = new ArrayList<>();
        List<Container> byName = containers.stream()
                .filter(container -> ownNetwork(container.network()))
                .sorted(Comparator.comparing(Container::name))
                .toList();
        for (Container container : byName) {
            List<Listening> sockets = report.containers().get(container.id());
            if (sockets == null) {
                untold.add(container.name());
            } else {
                ports.addAll(new PortRows(host, container.name(), true, report.holders()).of(sockets));
            }
        }
        return new Reply.Ports(ports, untold, noContainers);
    }

    private static boolean ownNetwork(String mode) {
        return !mode.equals("host") && !mode.startsWith("container:");
    }

    /**
     * The ports of one container. The host tells them whatever the image has; where it can't, or can't tell whose they
     * are, the container is asked, too.
     */
    public List<ListeningPort> of(Docker docker, ContainerDetails container) throws ProblemException {
        ContainerRoutes.running(host, container);
        PortReport report = read(container.id());
        List<Listening> sockets = report.containers().get(container.id());
        boolean known = sockets != null
                && sockets.stream().allMatch(socket -> report.holders().containsKey(socket.inode()));
        PortReport inside = known ? null : inside(docker, container.id());
        boolean own = !container.networkMode().equals("host");
        if (inside != null) {
            return new PortRows(host, container.name(), own, inside.holders()).of(inside.own());
        } else if (sockets != null) {
            return new PortRows(host, container.name(), own, report.holders()).of(sockets);
        }
        throw Problem.of(
                        Code.NOT_SUPPORTED,
                        "The ports of container " + container.name() + " can't be told: " + host
                                + " hides its processes, and it has no shell to ask.",
                        "Name the port yourself: berth tunnel add " + host + "/" + container.name() + " PORT.")
                .asException();
    }

    /** Null where the container can't tell. */
    private static @Nullable PortReport inside(Docker docker, String id) {
        try {
            Output output = docker.exec(
                    id, ContainerCommand.of(PortScript.COMMAND.argv()), PortScript.text(""), DEADLINE, LIMIT);
            PortReport report = PortReport.parse(output.out());
            return report.whole() && !output.truncated() ? report : null;
        } catch (ProblemException untold) {
            LOG.log(Level.FINE, "a container did not tell its ports", untold);
            return null;
        }
    }

    private PortReport read(String only) throws ProblemException {
        Command command = PortScript.COMMAND;
        long start = System.nanoTime();
        Integer exit = null;
        try {
            Output output = link.run(command, PortScript.text(only), DEADLINE, LIMIT);
            exit = output.exit();
            return whole(output);
        } catch (DeadlineException late) {
            throw Problem.of(
                            Code.TIMEOUT,
                            host + " did not tell its listening ports within " + DEADLINE.toSeconds() + " s.",
                            "Try again; if it stays so, the box may be overloaded.")
                    .asException(late);
        } catch (IOException lost) {
            throw Problem.of(Code.LINK_LOST, "The connection to " + host + " was lost.", "Connect again.")
                    .asException(lost);
        } finally {
            journal.ran(command.line(), exit, Duration.ofNanos(System.nanoTime() - start), false);
        }
    }

    private PortReport whole(Output output) throws ProblemException {
        PortReport report = PortReport.parse(output.out());
        if (report.unreadable()) {
            throw Problem.of(
                            Code.NOT_SUPPORTED,
                            host + " does not tell which ports are listened on: it has no /proc/net/tcp to read.",
                            "Name the port yourself: berth tunnel add " + host + " PORT.")
                    .asException();
        }
        if (!report.whole() || output.truncated()) {
            String why = output.truncated() ? "the list is too long" : RemoteText.oneLine(output.err());
            throw Problem.of(
                            Code.COMMAND_FAILED,
                            "The listening ports of " + host + " could not be read: "
                                    + (why.isEmpty() ? "exit code " + output.exit() : why) + ".",
                            "Name the port yourself: berth tunnel add " + host + " PORT.")
                    .asException();
        }
        return report;
    }
}

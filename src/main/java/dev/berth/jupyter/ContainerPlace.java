package dev.berth.jupyter;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.docker.Docker;
import dev.berth.docker.Docker.ContainerCommand;
import dev.berth.docker.Docker.ContainerDetails;
import dev.berth.link.Link;
import dev.berth.link.Output;
import dev.berth.link.RemoteCommand;
import dev.berth.route.Route;
import dev.berth.route.Routes;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A container. */
record ContainerPlace(String host, Link link, Docker docker, ContainerDetails details) implements Place {
    private static final int MOST = 1 << 20;

    @Override
    public String container() {
        return details.name();
    }

    @Override
    public String containerId() {
        return details.id();
    }

    @Override
    public Output run(Script script, Rights rights, Duration deadline) throws ProblemException {
        return docker.exec(details.id(), command(script, rights), script.text(), deadline, MOST);
    }

    @Override
    public RemoteCommand open(Script script, Rights rights) throws ProblemException {
        RemoteCommand running = docker.execStream(details.id(), command(script, rights));
        try {
            OutputStream stdin = running.stdin();
            stdin.write(script.text());
            stdin.close();
            return running;
        } catch (IOException failure) {
            throw lost(failure);
        }
    }

    private static ContainerCommand command(Script script, Rights rights) {
        return new ContainerCommand(script.argv(), rights.user(), List.of(), null);
    }

    @Override
    public void detach(List<String> argv) throws ProblemException {
        docker.execDetached(details.id(), ContainerCommand.of(argv));
    }

    @Override
    public Route route(int port, List<Listener> listeners) throws ProblemException {
        return Routes.toContainer(host, link, docker, details.id(), port);
    }

    @Override
    public Route route(String socket) throws ProblemException {
        return Routes.toContainerSocket(host, docker, details.id(), socket);
    }

    @Override
    public void check() throws ProblemException {
        running(host, docker.inspect(details.id()));
    }

    /** What the image says may be a name or a number, with a group behind it. */
    @Override
    public boolean foreign(ServerFacts facts) {
        String own = details.user().replaceFirst(":.*", "");
        if (facts.uid() < 0) {
            return false;
        }
        return own.isEmpty() || own.equals("root")
                ? facts.uid() != 0
                : !own.equals(Long.toString(facts.uid())) && !own.equals(facts.user());
    }

    static ContainerDetails running(String host, ContainerDetails details) throws ProblemException {
        if (!details.running()) {
            throw details.notRunning(host).asException();
        }
        return details;
    }

    private ProblemException lost(@Nullable IOException failure) {
        return Problem.of(
                        Problem.Code.LINK_LOST,
                        "The connection to " + host + " was lost while Jupyter was asked for in " + details.name()
                                + ".",
                        "Connect again.")
                .asException(failure);
    }
}

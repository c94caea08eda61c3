package dev.berth.fleet;

import dev.berth.api.DockerLine;
import dev.berth.api.ProblemException;
import dev.berth.api.RemoteText;
import dev.berth.api.Request;
import dev.berth.docker.Docker.ContainerCommand;
import dev.berth.link.Command;
import dev.berth.link.Output;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The paths of a host or a container that begin with what somebody has typed. */
final class RemotePaths {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int MOST = 200;
    private static final int MOST_BYTES = 128 << 10;

    private RemotePaths() {}

    static List<String> of(Session session, Request.ListPaths request) throws ProblemException {
        String line = "ls -1dp -- " + DockerLine.of(List.of(request.start())) + "* 2>/dev/null | head -n " + MOST;
        Output output = request.container() == null
                ? onHost(session, line)
                : session.docker()
                        .exec(
                                request.container(),
                                ContainerCommand.of(List.of("sh", "-c", line)),
                                new byte[0],
                                DEADLINE,
                                MOST_BYTES);
        return output.out()
                .lines()
                .filter(path -> path.equals(RemoteText.oneLine(path)))
                .toList();
    }

    private static Output onHost(Session session, String line) throws ProblemException {
        long start = System.nanoTime();
        Integer exit = null;
        try {
            Output output = session.link().run(Command.script(line), DEADLINE);
            exit = output.exit();
            return output;
        } catch (IOException lost) {
            throw Session.linkLost(session.host(), lost).asException(lost);
        } finally {
            session.journal().ran(line, exit, Duration.ofNanos(System.nanoTime() - start), false);
        }
    }
}

package dev.berth.agent;

import dev.berth.api.Places;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.config.FileReasons;
import dev.berth.config.PrivateDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts an agent that outlives this process, and waits until it answers. */
final class AgentStarter {
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final List<String> SETSID = List.of("/usr/bin/setsid", "/bin/setsid");

    private final Places places;
    private final List<String> command;

    /** Connects to the agent; null where it does not answer yet. */
    interface Attempt {
        @Nullable
        AgentClient connect() throws ProblemException, InterruptedException;
    }

    AgentStarter(Places places, List<String> command) {
        this.places = places;
        this.command = command;
    }

    AgentClient start(Attempt attempt, long deadline) throws ProblemException, InterruptedException {
        Path directory = places.log().toAbsolutePath().resolveSibling("");
        PrivateDirectory.make(directory);
        Process agent = launch();
        while (System.nanoTime() - deadline < 0) {
            boolean failed = !agent.isAlive() && agent.exitValue() != 0;
            AgentClient answering = attempt.connect();
            if (answering != null) {
                return answering;
            }
            if (failed) {
                throw unreachable("The agent did not start");
            }
            Thread.sleep(PAUSE);
        }
        throw unreachable("The agent was started and does not answer");
    }

    private Process launch() throws ProblemException {
        try {
            LogFile.create(places.log());
            return new ProcessBuilder(detached())
                    .directory(new File("/"))
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(places.log().toFile()))
                    .start();
        } catch (IOException failed) {
            throw Problem.of(
                            Code.AGENT_UNREACHABLE,
                            "The agent could not be started by " + command.getFirst() + ": " + FileReasons.of(failed)
                                    + ".",
                            "Is Berth installed whole? Its log would be " + places.log() + ".")
                    .asException(failed);
        }
    }

    /**
     * In a session of its own the agent gets neither the terminal's ctrl-c nor its hang-up. macOS has no setsid(1); there
     * a shell gives it a process group, and nohup leaves the hang-up out.
     */
    private List<String> detached() {
        List<String> line = new ArrayList<>();
        for (String setsid : SETSID) {
            if (line.isEmpty() && Files.isExecutable(Path.of(setsid))) {
                line.add(setsid);
            }
        }
        if (line.isEmpty()) {
            line.addAll(List.of("/bin/sh", "-c", "set -m; nohup \"$@\" &", "sh"));
        }
        line.addAll(command);
        return line;
    }

    private ProblemException unreachable(String what) {
        String last = LogFile.lastLine(places.log());
        return Problem.of(
                        Code.AGENT_UNREACHABLE,
                        what + (last.isEmpty() ? "." : ": " + last),
                        "Its log is " + places.log() + ".")
                .asException();
    }
}

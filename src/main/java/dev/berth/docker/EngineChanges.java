package dev.berth.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.KillContainerCmd;
import com.github.dockerjava.api.command.RestartContainerCmd;
import com.github.dockerjava.api.command.StopContainerCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotModifiedException;
import dev.berth.api.ContainerChange;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What is done to containers, how long it may take, and why the engine would not. */
final class EngineChanges {
    private static final Logger LOG = Logger.getLogger(EngineChanges.class.getName());

    /** For what the engine itself has to do, such as unmounting a large file system. */
    private static final Duration WORK = Duration.ofSeconds(30);

    /** How long a container may take to end where neither it nor who stops it says. */
    private static final int ENDING_SECONDS = 10;

    private static final int MOST_SECONDS = 24 * 60 * 60;

    private EngineChanges() {}

    static Duration deadline(InspectContainerResponse container, ContainerChange change) {
        return switch (change) {
            case ContainerChange.Stop stop -> WORK.plusSeconds(ending(container, stop.seconds()));
            case ContainerChange.Restart restart -> WORK.plusSeconds(ending(container, restart.seconds()));
            case ContainerChange.Start start -> WORK;
            case ContainerChange.Kill kill -> WORK;
            case ContainerChange.Pause pause -> WORK;
            case ContainerChange.Unpause unpause -> WORK;
            case ContainerChange.Rename rename -> WORK;
            case ContainerChange.Remove remove -> WORK;
        };
    }

    /** Negative is for as long as it wants. */
    private static int ending(InspectContainerResponse container, @Nullable Integer asked) {
        Object made = container.getConfig() == null
                ? null
                : container.getConfig().getRawValues().get("StopTimeout");
        int seconds = asked != null ? asked : made instanceof Number number ? number.intValue() : ENDING_SECONDS;
        return seconds < 0 ? MOST_SECONDS : Math.min(seconds, MOST_SECONDS);
    }

    static void apply(DockerClient client, String id, ContainerChange change) {
        try {
            ask(client, id, change);
        } catch (NotModifiedException alreadySo) {
            LOG.log(Level.FINE, "nothing to do", alreadySo);
        }
    }

    private static void ask(DockerClient client, String id, ContainerChange change) {
        switch (change) {
            case ContainerChange.Start start -> client.startContainerCmd(id).exec();
            case ContainerChange.Stop stop -> {
                StopContainerCmd command = client.stopContainerCmd(id);
                (stop.seconds() == null ? command : command.withTimeout(stop.seconds())).exec();
            }
            case ContainerChange.Restart restart -> {
                RestartContainerCmd command = client.restartContainerCmd(id);
                (restart.seconds() == null ? command : command.withTimeout(restart.seconds())).exec();
            }
            case ContainerChange.Kill kill -> {
                KillContainerCmd command = client.killContainerCmd(id);
                (kill.signal() == null ? command : command.withSignal(kill.signal())).exec();
            }
            case ContainerChange.Pause pause -> client.pauseContainerCmd(id).exec();
            case ContainerChange.Unpause unpause ->
                client.unpauseContainerCmd(id).exec();
            case ContainerChange.Rename rename ->
                client.renameContainerCmd(id).withName(rename.name()).exec();
            case ContainerChange.Remove remove ->
                client.removeContainerCmd(id)
                        .withForce(remove.force())
                        .withRemoveVolumes(remove.volumes())
                        .exec();
        }
    }

    /** Why the engine would not, from its own words and what the container was a moment before. */
    static Problem refused(
            String host, Docker.ContainerDetails container, ContainerChange change, DockerException refused) {
        String name = container.name();
        String message = "Docker on " + host + " would not " + verb(change) + " container " + name + ": "
                + EngineMessage.of(refused.getMessage()) + ".";
        boolean alive = container.running() || container.state().equals("paused");
        if (change instanceof ContainerChange.Remove remove && !remove.force() && alive) {
            return Problem.of(
                    Code.COMMAND_FAILED,
                    "Container " + name + " on " + host + " is " + container.state() + ", so it is not removed.",
                    "Stop it first, or have it killed and removed: berth rm -f " + host + " " + name);
        }
        return Problem.of(refused.getHttpStatus() == 400 ? Code.USAGE : Code.COMMAND_FAILED, message);
    }

    private static String verb(ContainerChange change) {
        return switch (change) {
            case ContainerChange.Start start -> "start";
            case ContainerChange.Stop stop -> "stop";
            case ContainerChange.Restart restart -> "restart";
            case ContainerChange.Kill kill -> "kill";
            case ContainerChange.Pause pause -> "pause";
            case ContainerChange.Unpause unpause -> "unpause";
            case ContainerChange.Rename rename -> "rename";
            case ContainerChange.Remove remove -> "remove";
        };
    }
}

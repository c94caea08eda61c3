package dev.berth.docker;

import com.github.dockerjava.api.command.InspectExecResponse;
import dev.berth.link.Command;
import dev.berth.link.Link;
import dev.berth.link.Output;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Ends a command in a container after its connection was closed. One that reads its input ends by itself; another gets
 * the signal that a terminal's end would send. The engine tells its pid as the host counts, {@code kill} in the container
 * needs the container's: /proc has both.
 */
final class ExecHangup {
    private static final Logger LOG = Logger.getLogger(ExecHangup.class.getName());
    private static final int CHECKS = 8;
    private static final long PAUSE_MILLIS = 50;
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    /** Only where that pid is of that container: an engine may count in a pid namespace that is not the box's. */
    private static final String OWN_PID = """
            grep -qF "$2" "/proc/$1/cgroup" && sed -n 's/^NSpid:.*[[:space:]]//p' "/proc/$1/status"
            """;

    /** Runs a command in the same container as the same user, detached. */
    interface Detached {
        void run(List<String> argv) throws IOException;
    }

    private ExecHangup() {}

    static void run(Link link, ExecStream.Control control, Detached detached) {
        try {
            InspectExecResponse exec = control.inspect();
            for (int i = 0; i < CHECKS && Boolean.TRUE.equals(exec.isRunning()); i++) {
                Thread.sleep(PAUSE_MILLIS);
                exec = control.inspect();
            }
            Long pid = exec.getPidLong();
            if (Boolean.TRUE.equals(exec.isRunning()) && pid != null && pid > 0) {
                signal(link, pid, java.util.Objects.requireNonNullElse(exec.getContainerID(), ""), detached);
            }
        } catch (IOException gone) {
            LOG.log(Level.FINE, "a command in a container could not be ended", gone);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void signal(Link link, long pid, String container, Detached detached) throws IOException {
        if (container.isEmpty()) {
            return;
        }
        Output output = link.run(Command.script(OWN_PID, Long.toString(pid), container), DEADLINE);
        String inside = output.out().strip();
        if (output.ok() && inside.matches("[1-9][0-9]{0,9}")) {
            detached.run(List.of("sh", "-c", "kill -HUP \"$1\"", "sh", inside));
        }
    }
}

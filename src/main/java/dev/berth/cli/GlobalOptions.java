package dev.berth.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Options that every verb takes, before or after its name. */
final class GlobalOptions {
    boolean json;
    boolean watch;
    boolean quiet;
    boolean verbose;
    boolean noInput;
    boolean readonly;

    @Nullable
    Double timeout;

    void declare(Syntax syntax) {
        // the first three decide which agent is meant; they are read before picocli is, and stand here for help and
        // checks
        syntax.text(
                        "-F, --ssh-config FILE",
                        "Read this ssh configuration instead of ~/.ssh/config, as ssh -F does.",
                        file -> {})
                .text("--config FILE", "Read this config.yaml.", file -> {})
                .flag("--no-agent", "Keep sessions and tunnels inside this process; they end with it.", asked -> {})
                .flag("--json", "Print one JSON document.", value -> json = value)
                .flag("--watch", "Print JSON lines, one a change, until ended.", value -> watch = value)
                .flag("-q, --quiet", "No progress on standard error.", value -> quiet = value)
                .flag("-v, --verbose", "Tell each remote command on standard error.", value -> verbose = value)
                .flag("--no-input", "Never ask; what needs an answer ends with 4.", value -> noInput = value)
                .decimal("--timeout SECONDS", "End with 6 after so long.", value -> timeout = value)
                .flag("--readonly", "Refuse all that changes a box.", value -> readonly = value);
    }

    /** The time limit; a day where none was given. */
    Duration limit() {
        return timeout == null ? Duration.ofDays(1) : Duration.ofMillis((long) (timeout * 1000));
    }
}

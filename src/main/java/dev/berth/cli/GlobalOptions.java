package dev.berth.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every verb takes, before or after its name. */
final class GlobalOptions {
    // the first three decide which agent is meant; they are read before picocli is, and stand here for help and checks
    @Option(
            names = {"-F", "--ssh-config"},
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Read this ssh configuration instead of ~/.ssh/config, as ssh -F does.")
    @Nullable
    Path sshConfig;

    @Option(names = "--config", paramLabel = "FILE", scope = ScopeType.INHERIT, description = "Read this config.yaml.")
    @Nullable
    Path config;

    @Option(
            names = "--no-agent",
            scope = ScopeType.INHERIT,
            description = "Keep sessions and tunnels inside this process; they end with it.")
    boolean noAgent;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print one JSON document.")
    boolean json;

    @Option(names = "--watch", scope = ScopeType.INHERIT, description = "Print JSON lines, one a change, until ended.")
    boolean watch;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "No progress on standard error.")
    boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Tell each remote command on standard error.")
    boolean verbose;

    @Option(
            names = "--no-input",
            scope = ScopeType.INHERIT,
            description = "Never ask; what needs an answer ends with 4.")
    boolean noInput;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            scope = ScopeType.INHERIT,
            description = "End with 6 after so long.")
    @Nullable
    Double timeout;

    @Option(names = "--readonly", scope = ScopeType.INHERIT, description = "Refuse all that changes a box.")
    boolean readonly;

    /** The time limit; a day where none was given. */
    Duration limit() {
        return timeout == null ? Duration.ofDays(1) : Duration.ofMillis((long) (timeout * 1000));
    }
}

package dev.berth.link;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the user's configuration asks of a person's shell.
 *
 * @param environment SendEnv and SetEnv as they come to; sshd takes what its AcceptEnv allows
 * @param command RemoteCommand; null: the login shell
 * @param agent ForwardAgent: the socket of the agent to forward; null for none
 */
public record ShellSettings(
        Map<String, String> environment,
        @Nullable String command,
        @Nullable String agent) {
    public static final ShellSettings NONE = new ShellSettings(Map.of(), null, null);

    public ShellSettings {
        environment = Map.copyOf(environment);
    }

    /** For a host that is not trusted: it could log in elsewhere by it. */
    public ShellSettings withoutAgent() {
        return new ShellSettings(environment, command, null);
    }
}

package dev.berth.ssh;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration asks of a person's shell.
 *
 * @param environment SendEnv and SetEnv as they come to; sshd takes what its AcceptEnv allows
 * @param command RemoteCommand; null: the login shell
 * @param agent ForwardAgent: the socket of the agent to forward; null for none
 */
record ShellSettings(
        Map<String, String> environment,
        @Nullable String command,
        @Nullable String agent) {
    static final ShellSettings NONE = new ShellSettings(Map.of(), null, null);

    ShellSettings {
        environment = Map.copyOf(environment);
    }

    /** For a host that is not trusted: it could log in elsewhere by it. */
    ShellSettings withoutAgent() {
        return new ShellSettings(environment, command, null);
    }

    static ShellSettings of(Settings settings, Tokens tokens, @Nullable String identityAgent) {
        // unlike other options, ssh has expanded the tokens of that one
        String command = settings.text("remotecommand");
        return new ShellSettings(
                sent(settings, tokens.environment()),
                command,
                agent(settings.text("forwardagent", "no"), tokens, identityAgent));
    }

    /** SetEnv comes last, and so wins on the host. */
    private static Map<String, String> sent(Settings settings, Map<String, String> ours) {
        Map<String, String> sent = new LinkedHashMap<>();
        List<String> patterns = settings.all("sendenv");
        ours.forEach((name, value) -> {
            if (patterns.stream().anyMatch(pattern -> name.matches(regex(pattern)))) {
                sent.put(name, value);
            }
        });
        for (String line : settings.all("setenv")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                sent.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return sent;
    }

    /** Names of variables need no quoting in an expression. */
    private static String regex(String pattern) {
        return pattern.replaceAll("[^A-Za-z0-9_*?]", "\\\\$0")
                .replace("*", ".*")
                .replace('?', '.');
    }

    private static @Nullable String agent(String forward, Tokens tokens, @Nullable String identityAgent) {
        return switch (forward) {
            case "no", "false" -> null;
            case "yes", "true" ->
                identityAgent == null || identityAgent.equals("none")
                        ? tokens.environment().get("SSH_AUTH_SOCK")
                        : identityAgent;
            default ->
                forward.startsWith("$") && !forward.startsWith("${")
                        ? tokens.environment().get(forward.substring(1))
                        : tokens.path(forward);
        };
    }
}

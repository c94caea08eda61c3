package dev.berth.ssh;

import dev.berth.link.ShellSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what the configuration asks of a person's shell. */
final class ShellOptions {
    private ShellOptions() {}

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

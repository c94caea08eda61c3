package dev.berth.ssh;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expands what {@code ssh -G} leaves as it is: {@code ~}, {@code ${NAME}} and the percent tokens of ssh_config(5). */
record Tokens(
        Map<String, String> environment,
        String home,
        String localUser,
        String original,
        String hostName,
        int port,
        String user,
        String keyName) {

    private static final Pattern TOKEN = Pattern.compile("%(.)|\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    /** For a path: {@code ~} as well. */
    String path(String text) {
        boolean tilde = text.equals("~") || text.startsWith("~/");
        return expand(tilde ? home + text.substring(1) : text);
    }

    String expand(String text) {
        return TOKEN.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) == null
                                ? environment.getOrDefault(match.group(2), "")
                                : percent(match.group(1), match.group())));
    }

    private String percent(String token, String asIs) {
        return switch (token) {
            case "%" -> "%";
            case "h" -> hostName;
            case "n" -> original;
            case "p" -> String.valueOf(port);
            case "r" -> user;
            case "u" -> localUser;
            case "d" -> home;
            case "k" -> keyName;
            default -> asIs;
        };
    }
}

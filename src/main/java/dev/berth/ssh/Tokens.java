package dev.berth.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.security.auth.module.UnixSystem;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        String keyName,
        String jump) {

    private static final Pattern PERCENT = Pattern.compile("%(.)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    /** A path: {@code ~}, {@code ${NAME}} and percent tokens. */
    String path(String text) {
        boolean tilde = text.equals("~") || text.startsWith("~/");
        String named = VARIABLE.matcher(tilde ? home + text.substring(1) : text)
                .replaceAll(match -> Matcher.quoteReplacement(environment.getOrDefault(match.group(1), "")));
        return command(named);
    }

    /** A command: percent tokens only, since its variables are the shell's. */
    String command(String text) {
        return PERCENT.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(percent(match.group(1), match.group())));
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
            case "j" -> jump;
            case "i" -> String.valueOf(new UnixSystem().getUid());
            case "l" -> Names.ofThisMachine();
            case "L" -> Names.ofThisMachine().split("\\.", 2)[0];
            case "C" -> connection();
            default -> asIs;
        };
    }

    /** What OpenSSH tells connections apart by. */
    private String connection() {
        String all = Names.ofThisMachine() + hostName + port + user + jump;
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(all.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

package dev.berth.link;

import java.util.ArrayList;
import java.util.List;

/**
 * A command as its argument vector. This is the one place that quotes for a remote shell: sshd hands a command to the
 * user's login shell as one line.
 */
public record Command(List<String> argv) {
    public Command {
        argv = List.copyOf(argv);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("an empty command");
        }
    }

    public static Command of(String... argv) {
        return new Command(List.of(argv));
    }

    /** A POSIX shell script with its positional parameters, whatever the user's login shell is. */
    public static Command script(String script, String... parameters) {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        argv.addAll(List.of(parameters));
        return new Command(argv);
    }

    /** The line for a shell, each argument quoted where it needs it. */
    public String line() {
        StringBuilder line = new StringBuilder();
        for (String argument : argv) {
            if (!line.isEmpty()) {
                line.append(' ');
            }
            line.append(quote(argument));
        }
        return line.toString();
    }

    /** Single quotes hold in every POSIX shell, in csh and in fish, when the quote itself stands outside of them. */
    public static String quote(String argument) {
        if (argument.isEmpty()) {
            return "''";
        }
        for (int i = 0; i < argument.length(); i++) {
            if (!plain(argument.charAt(i))) {
                return "'" + argument.replace("'", "'\\''") + "'";
            }
        }
        return argument;
    }

    private static boolean plain(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-_./:,@%+".indexOf(c) >= 0;
    }
}

package dev.berth.local;

import dev.berth.link.ChildStart;
import dev.berth.link.Command;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts commands of this machine in one environment, in the home directory as sshd does. */
final class Children {
    /**
     * Makes the command the leader of a session of its own, as sshd does. So all of it can be hung up on, and the first
     * terminal it opens is its controlling one, by which Ctrl-C and job control work. setsid(1) comes with every Linux;
     * macOS has perl. Whoever was started in the background of a script has been told to ignore Ctrl-C, and so would all it
     * starts: the command is told otherwise. The shell looks for the command on the PATH of its environment, and says so
     * where there is none.
     */
    private static final String LEAD = """
            terminal=$1
            shift
            if command -v setsid >/dev/null 2>&1; then
              usual='env --default-signal=INT,QUIT'
              $usual true 2>/dev/null || usual=
              exec $usual setsid sh -c 'test -z "$0" || exec <>"$0" >&0 2>&1; exec "$@"' "$terminal" "$@"
            fi
            exec perl -e 'use POSIX; POSIX::setsid(); my $t = shift; $SIG{INT} = $SIG{QUIT} = "DEFAULT";
              if ($t ne "") { open STDIN, "+<", $t; open STDOUT, ">&STDIN"; open STDERR, ">&STDIN"; }
              exec { $ARGV[0] } @ARGV; print STDERR "$ARGV[0]: $!\\n"; exit 127' "$terminal" "$@"
            """;

    private final Map<String, String> environment;

    Children(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    Process start(Command command) throws IOException {
        return ChildStart.start(builder("", command.argv(), environment));
    }

    /**
     * Starts a command that has {@code terminal} as its own.
     *
     * @param command null: the user's login shell
     */
    Process startOn(String terminal, String term, @Nullable Command command) throws IOException {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("TERM", term);
        List<String> argv =
                command == null ? List.of(environment.getOrDefault("SHELL", "/bin/sh"), "-l") : command.argv();
        return ChildStart.start(builder(terminal, argv, variables)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD));
    }

    private static ProcessBuilder builder(String terminal, List<String> argv, Map<String, String> variables) {
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", LEAD, "sh", terminal));
        line.addAll(argv);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().clear();
        builder.environment().putAll(variables);
        File home = new File(System.getProperty("user.home"));
        return home.isDirectory() ? builder.directory(home) : builder;
    }
}

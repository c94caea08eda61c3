package dev.berth.fleet;

import dev.berth.api.LinkKind;
import dev.berth.link.Command;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import dev.berth.link.Output;
import java.io.IOException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Ends what a lost connection left on its host. A line that was cut tells the sshd at its far end nothing: that waits for
 * minutes or hours, and with it the commands that hang on it. The next connection ends that sshd, which is the user's own
 * process, as its own notice of the loss would; its commands then see the end of their streams. Safe for use by several
 * threads.
 */
final class Leftovers {
    private static final Logger LOG = Logger.getLogger(Leftovers.class.getName());
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Pattern TRACE = Pattern.compile("([1-9][0-9]{0,9}) ([0-9]{1,20})");

    /**
     * {@code $1} and {@code $2} are the pid and start time of the former connection's sshd: both, since a pid comes back.
     * Prints "ended" where that one was still there, then the same of its own sshd, which is some way up, above the login
     * shell.
     */
    private static final String SCRIPT = """
            name() { sed -n 's/^Name:[[:space:]]*//p' "/proc/$1/status" 2>/dev/null; }
            started() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }
            is_sshd() { case $(name "$1") in sshd*) return 0 ;; *) return 1 ;; esac; }
            if [ -n "$1" ] && is_sshd "$1" && [ "$(started "$1")" = "$2" ]; then
              kill "$1" && kill -CONT "$1" && echo ended
            fi
            pid=$PPID
            while [ "${pid:-0}" -gt 1 ]; do
              is_sshd "$pid" && echo "$pid $(started "$pid")" && break
              pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status" 2>/dev/null)
            done
            """;

    private final CommandJournal journal;
    private @Nullable Trace former;

    private record Trace(String pid, String started) {}

    Leftovers(CommandJournal journal) {
        this.journal = journal;
    }

    /** Ends what the link before this one left, and remembers this one. Waits for the host, not longer than its deadline. */
    void sweep(Link link) {
        if (link.kind() != LinkKind.SSHJ) {
            // another kind's connection may be the user's own, and lives on without us
            return;
        }
        long start = System.nanoTime();
        try {
            Output output = link.run(command(former()), DEADLINE);
            output.out().lines().forEach(this::remember);
            if (output.out().startsWith("ended\n")) {
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                journal.ran("kill (the sshd of the connection that was lost)", output.exit(), took, true);
            }
        } catch (IOException lost) {
            LOG.log(Level.FINE, "looking for leftovers", lost);
        }
    }

    private static Command command(@Nullable Trace trace) {
        return trace == null ? Command.script(SCRIPT) : Command.script(SCRIPT, trace.pid, trace.started);
    }

    private synchronized @Nullable Trace former() {
        return former;
    }

    private synchronized void remember(String line) {
        Matcher trace = TRACE.matcher(line);
        if (trace.matches()) {
            former = new Trace(trace.group(1), trace.group(2));
        }
    }
}

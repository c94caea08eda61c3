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
 * minutes or hours, and with it the commands that hang on it. The next connection hangs up those commands and ends that
 * sshd, which is the user's own process, as its own notice of the loss would. Where the connection was a master of the
 * user's that lives on, only what Berth ran through it is hung up. Safe for use by several threads.
 */
final class Leftovers {
    private static final Logger LOG = Logger.getLogger(Leftovers.class.getName());
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Pattern TRACE = Pattern.compile("([1-9][0-9]{0,9}) ([0-9]{1,20})");

    /** Says that nobody but Berth ran anything through that connection. */
    private static final String ALL_OURS = "ours";

    /**
     * {@code $1} and {@code $2} are the pid and start time of the former connection's sshd: both, since a pid comes back.
     * Prints "ended" where that one was still there, then the same of its own sshd, which is some way up, above the login
     * shell. A command that neither reads nor writes would not notice the end of its sshd, so it is hung up; sshd gives
     * each a process group.
     */
    private static final String SCRIPT = """
            name() { sed -n 's/^Name:[[:space:]]*//p' "/proc/$1/status" 2>/dev/null; }
            started() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }
            is_sshd() { case $(name "$1") in sshd*) return 0 ;; *) return 1 ;; esac; }
            hang_up() {
              ps -A -o ppid= -o pid= -o pgid= | while read -r parent process group; do
                [ "$parent" = "$1" ] && [ "$process" = "$group" ] && kill -HUP "-$group"
              done
            }
            if [ -n "$1" ] && is_sshd "$1" && [ "$(started "$1")" = "$2" ]; then
              [ "$3" = ours ] && hang_up "$1"
              kill "$1" && kill -CONT "$1" && echo ended
            fi
            pid=$PPID
            while [ "${pid:-0}" -gt 1 ]; do
              is_sshd "$pid" && echo "$pid $(started "$pid")" && break
              pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status" 2>/dev/null)
            done
            """;

    private final CommandJournal journal;
    private @Nullable Former former;

    /** @param trace of its sshd; null where that could not be found */
    private record Former(Link link, @Nullable Trace trace) {}

    private record Trace(String pid, String started) {}

    Leftovers(CommandJournal journal) {
        this.journal = journal;
    }

    /** Ends what the link before this one left, and remembers this one. Waits for the host, not longer than its deadline. */
    synchronized void sweep(Link link) {
        if (link.kind() == LinkKind.LOCAL) {
            return;
        }
        Former before = former;
        try {
            former = new Former(link, end(before, link));
            Command marked = before == null || !before.link().isShared()
                    ? null
                    : before.link().sweep();
            if (marked != null) {
                run(link, marked, "kill -HUP (what the session that was lost left running)");
            }
        } catch (IOException lost) {
            LOG.log(Level.FINE, "looking for leftovers", lost);
        }
    }

    /** Ends the sshd of a connection that is over; returns that of the new one. */
    private @Nullable Trace end(@Nullable Former before, Link link) throws IOException {
        Command command = Command.script(SCRIPT);
        Trace dead = before == null ? null : before.trace();
        if (before != null && dead != null && before.link().isSevered()) {
            String whose = before.link().isShared() ? "" : ALL_OURS;
            command = Command.script(SCRIPT, dead.pid(), dead.started(), whose);
        }
        return run(link, command, "kill (the sshd of the connection that was lost)")
                .out()
                .lines()
                .map(TRACE::matcher)
                .filter(Matcher::matches)
                .map(trace -> new Trace(trace.group(1), trace.group(2)))
                .findFirst()
                .orElse(null);
    }

    private Output run(Link link, Command command, String told) throws IOException {
        long start = System.nanoTime();
        Output output = link.run(command, DEADLINE);
        if (output.out().startsWith("ended\n")) {
            journal.ran(told, output.exit(), Duration.ofNanos(System.nanoTime() - start), true);
        }
        return output;
    }
}

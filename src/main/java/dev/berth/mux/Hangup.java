package dev.berth.mux;

import dev.berth.link.Command;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names the commands of a link on the host, so that they can be hung up there. A master passes on no signal, and sshd lets
 * a command without a terminal run on when its session is closed. It also passes on no word of a signal that ended a
 * command, so a shell waits for each and tells it as shells do.
 */
final class Hangup {
    /**
     * Without {@code --}, which dash takes for a number. The mark comes in two parts: in one, this command would find
     * itself. OpenSSH's sshd gives each command a process group; under a server that does not, the group is also others'.
     */
    private static final String ENDING = """
            end() {
              ps -A -o pid= -o pgid= -o args= | while read -r process group line; do
                case $line in *"$1$2"*)
                  if [ "$process" = "$group" ]; then kill -HUP "-$group"; else kill -HUP "$process"; fi
                  echo ended;;
                esac
              done
            }
            """;

    private static final String ALL = ENDING + "end \"$@\"";

    /** A command that was closed at once may not have begun. */
    private static final String ONE = ENDING + """
            for _ in 1 2 3 4 5; do
              [ -n "$(end "$@")" ] && exit
              sleep 0.2 2>/dev/null || sleep 1
            done
            """;

    private static final String FIRST = "berth-";

    private final String link =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()) + ".";
    private final AtomicLong numbers = new AtomicLong();

    /** What ends the second part of a command's mark, so that one number is not the start of another. */
    private static final String END = ".";

    /** A new command's mark. */
    String mark() {
        return link + numbers.incrementAndGet() + END;
    }

    /** The line that runs a command under its mark. The shell's own words on how it ended go nowhere. */
    static String wrapped(Command command, String mark) {
        String script = "exec 3>&2 2>/dev/null; " + command.line() + " 2>&3 3>&-; exit $?";
        return Command.of("sh", "-c", script, FIRST + mark).line();
    }

    /** Hangs up one command. */
    static Command one(String mark) {
        return Command.script(ONE, FIRST, mark);
    }

    /** Hangs up all commands of the link. */
    Command all() {
        return Command.script(ALL, FIRST, link);
    }
}

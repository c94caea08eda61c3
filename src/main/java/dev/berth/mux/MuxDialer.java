package dev.berth.mux;

import dev.berth.api.ProblemException;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import dev.berth.link.Pace;
import dev.berth.link.ShellSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Gives links over OpenSSH's masters: the one way into this room. */
public final class MuxDialer {
    /** A host that takes longer to open a session is taken for one at the end of a dead line. */
    private static final Duration LINE = Duration.ofSeconds(8);

    private MuxDialer() {}

    /**
     * A link over the user's own master, which is left as it is at the link's end.
     *
     * @param control its ControlPath
     * @param pace at which the host is asked whether it is there
     * @param shell what a shell gets, as far as the master's own configuration allows
     * @return null where no master answers there, because none is left or because it hangs, or where the host does not
     *     answer through it, because the line is dead
     */
    public static @Nullable Link live(String host, Path control, Pace pace, ShellSettings shell)
            throws InterruptedException {
        MuxLink link = found(host, control, pace, shell);
        if (link == null) {
            return null;
        }
        boolean answers = false;
        try {
            answers = link.answers(LINE);
            return answers ? link : null;
        } finally {
            if (!answers) {
                link.close();
            }
        }
    }

    private static @Nullable MuxLink found(String host, Path control, Pace pace, ShellSettings shell) {
        try {
            Pulse pulse = Pulse.of(control);
            try {
                return MuxLink.shared(new Master(control, host, pulse, new Doors()), pace, shell);
            } catch (IOException unwritable) {
                pulse.close();
                return null;
            }
        } catch (IOException none) {
            return null;
        }
    }

    /** Whether a master answers there. */
    public static boolean lives(Path control) {
        try (Pulse pulse = Pulse.of(control)) {
            return !pulse.ended();
        } catch (IOException none) {
            return false;
        }
    }

    /**
     * A link over a master of Berth's own, which ends with it.
     *
     * @param person called on this thread
     * @throws InterruptedException where the thread was interrupted: nothing stays open then
     */
    public static Link dial(Target target, Person person, CommandJournal journal)
            throws ProblemException, InterruptedException {
        long start = System.nanoTime();
        Integer exit = 255;
        try {
            Link link = new OwnMaster(target, person).open();
            exit = 0;
            return link;
        } finally {
            journal.ran("ssh -M " + target.login(), exit, Duration.ofNanos(System.nanoTime() - start), false);
        }
    }
}

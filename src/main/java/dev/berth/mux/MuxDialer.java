package dev.berth.mux;

import dev.berth.api.ProblemException;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import dev.berth.link.Pace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Gives links over OpenSSH's masters: the one way into this room. */
public final class MuxDialer {
    private MuxDialer() {}

    /**
     * A link over the user's own master, which is left as it is at the link's end.
     *
     * @param control its ControlPath
     * @param pace at which the host is asked whether it is there
     * @return null where no master answers there, because none is left or because it hangs
     */
    public static @Nullable Link live(String host, Path control, Pace pace) {
        try {
            Pulse pulse = Pulse.of(control);
            try {
                return new MuxLink(control, host, pulse, new Doors(), pace, () -> {});
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
            journal.ran("ssh -M " + target.server(), exit, Duration.ofNanos(System.nanoTime() - start), false);
        }
    }
}

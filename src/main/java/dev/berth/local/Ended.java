package dev.berth.local;

import dev.berth.link.ChildStart;
import dev.berth.link.DeadlineException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The end of a child: waiting for it, and bringing it about. */
final class Ended {
    private static final Logger LOG = Logger.getLogger(Ended.class.getName());
    private static final Duration MERCY = Duration.ofSeconds(2);

    private Ended() {}

    /** Its exit code; 128 + the signal's number where one ended it. */
    static int await(Process process, Duration deadline) throws IOException {
        try {
            if (!process.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new DeadlineException("the command did not end in time");
            }
            return process.exitValue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Hangs up on its session, and ends it in any case a moment later. Does not wait. */
    static void hangUp(Process process) {
        if (!process.isAlive()) {
            return;
        }
        Thread.ofVirtual().name("local-hangup").start(() -> {
            try {
                // the signal that Java would send goes to one process, and interactive shells ignore it
                ChildStart.start(new ProcessBuilder("kill", "-HUP", "--", "-" + process.pid())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD));
                if (!process.waitFor(MERCY)) {
                    process.destroyForcibly();
                }
            } catch (IOException failed) {
                LOG.log(Level.FINE, "a child could not be hung up on", failed);
                process.destroyForcibly();
            } catch (InterruptedException ended) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        });
    }
}

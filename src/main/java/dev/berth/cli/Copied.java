package dev.berth.cli;

import java.util.concurrent.TimeUnit;

/** How much has been carried, told on standard error where somebody looks. */
final class Copied {
    private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(500);

    private final Front front;
    private final String what;
    private final boolean shown = Terminal.there();
    private final long began = System.nanoTime();
    private long bytes;
    private long told = began;

    Copied(Front front, String what) {
        this.front = front;
        this.what = what;
    }

    synchronized void count(long more) {
        bytes += more;
        long now = System.nanoTime();
        if (shown && now - told > EVERY) {
            told = now;
            tell("\r");
        }
    }

    private void tell(String end) {
        double seconds = Math.max(0.001, (System.nanoTime() - began) / 1e9);
        front.err()
                .print("\r\033[K" + what + "  " + Text.bytes(bytes) + "  " + Text.bytes(bytes / seconds) + "/s" + end);
        front.err().flush();
    }

    synchronized void done() {
        if (shown) {
            tell("\n");
        }
    }
}

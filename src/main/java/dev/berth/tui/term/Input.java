package dev.berth.tui.term;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one reader of the keyboard for the life of the program. What it reads goes through the decoder to the program, or
 * unchanged to a raw sink; switching between them loses and doubles no byte. Reads block, so an idle program sleeps.
 */
final class Input implements Runnable {
    /** An ESC alone for so long is the key; over a slow link its sequence may come in two packets. */
    private static final long ESCAPE_MILLIS = 30;
    /** A paste whose end mark never comes must not swallow the keyboard for ever. */
    private static final long PASTE_MILLIS = 3000;

    private static final long DEAF_MILLIS = 300;
    /** Bytes that follow each other closer than any fingers or key repeat: the rest of a paste. */
    private static final long BURST_MILLIS = 20;

    private static final int LONGEST_RAW = 4096;

    private final InputStream in;
    private final Consumer<TermEvent> events;
    private final KeyDecoder decoder = new KeyDecoder(this::deliver);
    private final Ledger ledger = new Ledger();
    /** The bytes of the event in the making. */
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();

    private final Object lock = new Object();
    private @Nullable RawSink sink;
    /** Until then, in nanoseconds, what comes was still meant for the shell; 0 where that is over. */
    private long deafUntil;

    Input(InputStream in, Consumer<TermEvent> events) {
        this.in = in;
        this.events = events;
    }

    /**
     * From now on bytes go to {@code to}; first those of events that the program has received but not handled, which
     * {@code unhandled} gives while no more can come.
     */
    void redirect(RawSink to, Supplier<? extends Collection<? extends TermEvent>> unhandled) {
        synchronized (lock) {
            ByteArrayOutputStream ahead = new ByteArrayOutputStream();
            ahead.writeBytes(ledger.rawOf(unhandled.get()));
            ahead.writeBytes(raw.toByteArray());
            raw.reset();
            decoder.reset();
            if (ahead.size() > 0) {
                to.accept(ahead.toByteArray(), 0, ahead.size());
            }
            sink = to;
        }
    }

    /** Bytes become events again, in a moment: whoever typed on did not know that the shell had ended. */
    void toApp() {
        synchronized (lock) {
            sink = null;
            deafUntil = System.nanoTime() + DEAF_MILLIS * 1_000_000;
        }
    }

    @Override
    public void run() {
        byte[] buffer = new byte[8192];
        try {
            while (true) {
                if (isSilent()) {
                    giveUpWaiting();
                    continue;
                }
                int length = in.read(buffer);
                if (length < 0) {
                    break;
                }
                pass(buffer, length);
            }
        } catch (IOException | InterruptedException gone) {
            // A terminal that hangs up answers with an error; it is the end of input all the same.
        }
        events.accept(new Closed());
    }

    /** Waits while a sequence is unfinished; true when nothing more came in time. */
    private boolean isSilent() throws IOException, InterruptedException {
        long millis = patience();
        long start = System.nanoTime();
        while (millis > 0 && in.available() == 0) {
            if (System.nanoTime() - start > millis * 1_000_000) {
                return true;
            }
            Thread.sleep(1);
        }
        return false;
    }

    private long patience() {
        synchronized (lock) {
            if (decoder.isPending()) {
                return ESCAPE_MILLIS;
            }
            return decoder.isPasting() ? PASTE_MILLIS : 0;
        }
    }

    private void giveUpWaiting() {
        synchronized (lock) {
            decoder.timeout();
            raw.reset();
        }
    }

    private void pass(byte[] bytes, int length) {
        RawSink to = decodeUnlessRedirected(bytes, length);
        if (to != null) {
            // Not under the lock: a remote that takes nothing must not keep the program from taking the keyboard back.
            to.accept(bytes, 0, length);
        }
    }

    private @Nullable RawSink decodeUnlessRedirected(byte[] bytes, int length) {
        synchronized (lock) {
            if (sink == null && !isLate()) {
                decode(bytes, length);
            }
            return sink;
        }
    }

    private boolean isLate() {
        long now = System.nanoTime();
        if (deafUntil == 0 || now - deafUntil > 0) {
            deafUntil = 0;
            return false;
        }
        long burst = now + BURST_MILLIS * 1_000_000;
        deafUntil = burst - deafUntil > 0 ? burst : deafUntil;
        return true;
    }

    private void decode(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (raw.size() < LONGEST_RAW) {
                raw.write(bytes[i]);
            }
            decoder.feed(bytes[i] & 0xff);
            if (decoder.isIdle()) {
                raw.reset();
            }
        }
    }

    private void deliver(TermEvent event) {
        ledger.add(event, raw.toByteArray());
        raw.reset();
        events.accept(event);
    }
}

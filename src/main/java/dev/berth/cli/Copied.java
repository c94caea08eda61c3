package dev.berth.cli;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/** How much has been copied, told on standard error where somebody looks. */
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

    InputStream counting(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                int octet = super.read();
                count(octet < 0 ? 0 : 1);
                return octet;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int n = super.read(buffer, offset, length);
                count(Math.max(0, n));
                return n;
            }
        };
    }

    OutputStream counting(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(int octet) throws IOException {
                out.write(octet);
                count(1);
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                out.write(buffer, offset, length);
                count(length);
            }
        };
    }

    private synchronized void count(int more) {
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

package dev.berth.link;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** A stream whose far end says what it was told beforehand, and then ends in good order, breaks off, or is silent. */
public final class ScriptedStream implements ByteStream {
    /** What comes after the script. */
    public enum Then {
        END,
        BREAK,
        SILENCE
    }

    private final InputStream script;
    private boolean readOut;
    private final Then then;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final CountDownLatch closed = new CountDownLatch(1);

    public ScriptedStream(String script, Then then) {
        this.script = new ByteArrayInputStream(script.getBytes(StandardCharsets.ISO_8859_1));
        this.then = then;
    }

    public String sent() {
        return sent.toString(StandardCharsets.ISO_8859_1);
    }

    public boolean closed() {
        return closed.getCount() == 0;
    }

    @Override
    public InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int n = script.read(buffer, offset, length);
                return n < 0 ? afterScript() : n;
            }
        };
    }

    private int afterScript() throws IOException {
        if (then == Then.SILENCE) {
            try {
                closed.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("closed");
        }
        readOut = true;
        return -1;
    }

    @Override
    public OutputStream output() {
        return sent;
    }

    @Override
    public boolean inputFinished() {
        return then == Then.END && readOut;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}

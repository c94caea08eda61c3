package dev.berth.docker;

import dev.berth.http.BadReplyException;
import dev.berth.http.Cutoff;
import dev.berth.http.HttpConversation;
import dev.berth.http.ReplyBody;
import dev.berth.http.ReplyHead;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/** A reply of the engine, its body bounded and under its deadline. docker-java closes it more than once. */
final class EngineReply implements AutoCloseable {
    /** A thousand containers are listed in about 2 MB. */
    private static final int LIMIT = 32 << 20;

    /** What a parser that stopped at the last brace may have left. */
    private static final int REST = 64 << 10;

    private final EngineConnections owner;
    private final EngineConnection connection;
    private final HttpConversation conversation;
    private final Cutoff cutoff;
    private final InputStream bounded;
    private final AtomicBoolean closed = new AtomicBoolean();

    EngineReply(EngineConnections owner, EngineConnection connection, HttpConversation conversation, Cutoff cutoff) {
        this.owner = owner;
        this.connection = connection;
        this.conversation = conversation;
        this.cutoff = cutoff;
        this.bounded = new Bounded(conversation.body());
    }

    ReplyHead head() {
        return conversation.head();
    }

    boolean ok() {
        return head().status() >= 200 && head().status() < 300;
    }

    InputStream body() {
        return bounded;
    }

    String text() throws IOException {
        return new String(bounded.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        boolean ready = !head().closes() && readOut(conversation.body());
        cutoff.close();
        if (ready && !cutoff.passed()) {
            owner.giveBack(connection);
        } else {
            connection.close();
        }
    }

    private static boolean readOut(ReplyBody body) {
        try {
            for (int left = REST; left > 0 && !body.ended(); ) {
                long skipped = body.skip(left);
                if (skipped == 0 && body.read() < 0) {
                    break;
                }
                left -= (int) Math.max(1, skipped);
            }
            return body.ended();
        } catch (IOException gone) {
            return false;
        }
    }

    /** Ends a reply that is too long, and tells a passed deadline as such. */
    private final class Bounded extends FilterInputStream {
        private int left = LIMIT;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n;
            try {
                n = in.read(buffer, offset, length);
            } catch (IOException failure) {
                throw cutoff.reason(failure);
            }
            left -= Math.max(0, n);
            if (left < 0) {
                throw new BadReplyException("the reply is longer than " + LIMIT + " bytes");
            }
            return n;
        }

        @Override
        public void close() {
            EngineReply.this.close();
        }
    }
}

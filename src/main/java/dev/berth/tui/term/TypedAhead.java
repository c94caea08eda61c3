package dev.berth.tui.term;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Keeps what is typed while a remote shell is still being opened, and passes it on once there is someone to take it. */
public final class TypedAhead implements RawSink {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private @Nullable RawSink target;

    @Override
    public synchronized void accept(byte[] bytes, int offset, int length) throws IOException {
        if (target == null) {
            kept.write(bytes, offset, length);
        } else {
            target.accept(bytes, offset, length);
        }
    }

    /** From now on all goes to {@code target}; first what was kept. */
    public synchronized void connect(RawSink target) throws IOException {
        byte[] ahead = kept.toByteArray();
        kept.reset();
        if (ahead.length > 0) {
            target.accept(ahead, 0, ahead.length);
        }
        this.target = target;
    }
}

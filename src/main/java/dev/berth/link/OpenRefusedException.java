package dev.berth.link;

import java.io.IOException;

/** The host refused to open one stream, session or listener; the link itself is fine. */
public final class OpenRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    /** Why, as RFC 4254 section 5.1 tells it. */
    public enum Reason {
        /** Forbidden by the server's configuration. */
        PROHIBITED,
        /** Nothing answered at the far end. sshd says the same of a Unix socket it may not forward to. */
        CONNECT_FAILED,
        /** The server doesn't know this kind of stream. */
        UNKNOWN_KIND,
        /** Too many are open: busy, not down. */
        BUSY
    }

    private final Reason reason;

    public OpenRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

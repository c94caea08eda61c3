package dev.berth.link;

import java.io.IOException;

/** A host did not answer in time. */
public final class DeadlineException extends IOException {
    private static final long serialVersionUID = 1;

    public DeadlineException(String message) {
        super(message);
    }
}

package dev.berth.http;

import java.io.IOException;

/** What came is not the HTTP reply it should be: malformed, cut short, or longer than allowed. */
public final class BadReplyException extends IOException {
    private static final long serialVersionUID = 1;

    public BadReplyException(String message) {
        super(message);
    }
}

package dev.berth.http;

import java.io.EOFException;

/** The stream ended before one byte of a reply: a kept connection that the server had given up, or one it refused. */
public final class NoReplyException extends EOFException {
    private static final long serialVersionUID = 1;

    NoReplyException() {
        super("the stream ended before a reply came");
    }
}

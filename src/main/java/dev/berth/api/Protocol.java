package dev.berth.api;

/**
 * The wire between front ends and the agent: lines of JSON over a Unix socket.
 *
 * <pre>
 * client: {"id":1,"request":{"type":"hello",…}}
 * agent:  {"id":1,"reply":{…}} | {"id":1,"problem":{…}} | {"id":1,"event":{…}} | {"event":{…}} | {"problem":{…}}
 * </pre>
 *
 * A line with an id belongs to that request; an event without one to the subscription; a problem without one is why the
 * agent closes the connection. Request ids count up from 1 a connection. A hello comes first; only {@link
 * Request.AgentStatus} and {@link Request.StopAgent} are answered without one, by every version, so that a newer program
 * can replace an older agent. After {@link Reply.Streaming} both ways carry frames: one byte type, four bytes length (big-endian), then
 * that many bytes.
 */
public final class Protocol {
    /** Raised with every change an older program would misread. */
    public static final int VERSION = 5;

    /** The longest line or frame either side takes, in bytes. */
    public static final int MAX_LINE = 16 << 20;

    public static final int MAX_FRAME = 1 << 20;

    private Protocol() {}

    /** The types of a frame; the ordinal is the type byte. */
    public enum Frame {
        STDIN,
        STDIN_END,
        STDOUT,
        STDERR,
        /** Four bytes: the exit code. Ends the stream. */
        EXIT,
        /** A problem as JSON. Ends the stream. */
        PROBLEM,
        /** Four bytes each: columns and rows of the person's terminal, now. */
        RESIZE
    }
}

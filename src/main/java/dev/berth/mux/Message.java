package dev.berth.mux;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The messages of a master's control socket; OpenSSH's PROTOCOL.mux says what each holds. */
final class Message {
    static final int HELLO = 1;
    static final int VERSION = 4;

    static final int NEW_SESSION = 0x10000002;
    static final int ALIVE_CHECK = 0x10000004;
    static final int OPEN_FORWARD = 0x10000006;
    static final int CLOSE_FORWARD = 0x10000007;
    static final int NEW_STDIO_FORWARD = 0x10000008;

    static final int OK = 0x80000001;
    static final int PERMISSION_DENIED = 0x80000002;
    static final int FAILURE = 0x80000003;
    static final int EXIT = 0x80000004;
    static final int ALIVE = 0x80000005;
    static final int SESSION_OPENED = 0x80000006;
    static final int REMOTE_PORT = 0x80000007;

    /** In place of a port: the address is the path of a Unix socket. */
    static final int UNIX_PATH = -2;

    /** Far longer than any answer. */
    static final int LONGEST_REPLY = 64 << 10;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private Message() {}

    /** The greeting that each side sends first. */
    static Message hello() {
        return new Message().number(HELLO).number(VERSION);
    }

    /** A request; there is one at a time on a connection, so its number can always be the same. */
    static Message request(int type) {
        return new Message().number(type).number(0);
    }

    Message number(int number) {
        try {
            out.writeInt(number);
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    Message text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    /** As it goes over the socket, its length first. */
    byte[] framed() {
        return ByteBuffer.allocate(4 + bytes.size())
                .putInt(bytes.size())
                .put(bytes.toByteArray())
                .array();
    }

    /** What a master answers. Reading beyond its end is a broken answer. */
    static final class Reply {
        private final ByteBuffer bytes;
        private final int type;

        Reply(byte[] bytes) throws IOException {
            this.bytes = ByteBuffer.wrap(bytes);
            this.type = number();
        }

        int type() {
            return type;
        }

        int number() throws IOException {
            try {
                return bytes.getInt();
            } catch (BufferUnderflowException broken) {
                throw new IOException("the master's answer is cut short", broken);
            }
        }

        String text() throws IOException {
            int length = number();
            if (length < 0 || length > bytes.remaining()) {
                throw new IOException("the master's answer is cut short");
            }
            byte[] text = new byte[length];
            bytes.get(text);
            return new String(text, StandardCharsets.UTF_8);
        }
    }
}

package dev.berth.tunnel;

import dev.berth.api.Problem;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** The server's side of SOCKS 5 (RFC 1928): CONNECT by address or name, without authentication. */
final class Socks {
    private static final int VERSION = 5;
    private static final int NO_AUTHENTICATION = 0;
    private static final int NO_ACCEPTABLE_METHOD = 0xff;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    /** A client that says nothing is not kept. */
    private static final int PATIENCE_MILLIS = 30_000;

    private static final int FAREWELL_MILLIS = 2_000;
    private static final int MOST_UNREAD = 64;

    private Socks() {}

    /** @param address as the host is to see it: a name is resolved there */
    record Request(String address, int port) {}

    /** Section 6's replies. */
    enum Refusal {
        GENERAL(1),
        NOT_ALLOWED(2),
        HOST_UNREACHABLE(4),
        CONNECTION_REFUSED(5),
        TIMED_OUT(6),
        COMMAND_UNKNOWN(7),
        ADDRESS_UNKNOWN(8);

        private final int reply;

        Refusal(int reply) {
            this.reply = reply;
        }

        static Refusal of(Problem.Code code) {
            return switch (code) {
                case FORWARDING_REFUSED -> NOT_ALLOWED;
                case TARGET_REFUSED -> CONNECTION_REFUSED;
                case TIMEOUT -> TIMED_OUT;
                case LINK_LOST, HOST_UNREACHABLE -> HOST_UNREACHABLE;
                default -> GENERAL;
            };
        }
    }

    /** @throws IOException where it asks for what is not served, which it is told */
    static Request read(SocketChannel client) throws IOException {
        client.socket().setSoTimeout(PATIENCE_MILLIS);
        DataInputStream in = new DataInputStream(client.socket().getInputStream());
        greet(client, in);
        expect(in.readUnsignedByte() == VERSION, "another version of SOCKS");
        int command = in.readUnsignedByte();
        in.readUnsignedByte();
        String address = address(client, in);
        int port = in.readUnsignedShort();
        if (command != CONNECT) {
            refuse(client, Refusal.COMMAND_UNKNOWN);
            throw new IOException("a SOCKS command other than CONNECT");
        }
        client.socket().setSoTimeout(0);
        return new Request(address, port);
    }

    private static void greet(SocketChannel client, DataInputStream in) throws IOException {
        expect(in.readUnsignedByte() == VERSION, "another version of SOCKS");
        byte[] methods = in.readNBytes(in.readUnsignedByte());
        boolean open = false;
        for (byte method : methods) {
            open |= method == NO_AUTHENTICATION;
        }
        write(client, VERSION, open ? NO_AUTHENTICATION : NO_ACCEPTABLE_METHOD);
        if (!open) {
            leave(client);
            throw new IOException("a SOCKS client that insists on authentication");
        }
    }

    private static String address(SocketChannel client, DataInputStream in) throws IOException {
        int type = in.readUnsignedByte();
        return switch (type) {
            case IPV4 -> InetAddress.getByAddress(exactly(in, 4)).getHostAddress();
            case IPV6 -> InetAddress.getByAddress(exactly(in, 16)).getHostAddress();
            case NAME -> new String(exactly(in, in.readUnsignedByte()), StandardCharsets.US_ASCII);
            default -> {
                refuse(client, Refusal.ADDRESS_UNKNOWN);
                throw new IOException("a SOCKS address of type " + type);
            }
        };
    }

    private static byte[] exactly(DataInputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("a SOCKS request that ends early");
        }
        return bytes;
    }

    private static void expect(boolean met, String otherwise) throws IOException {
        if (!met) {
            throw new IOException(otherwise);
        }
    }

    static void grant(SocketChannel client) throws IOException {
        reply(client, 0);
    }

    static void refuse(SocketChannel client, Refusal why) throws IOException {
        reply(client, why.reply);
        leave(client);
    }

    /** Waits until the client has read the last word and goes: whoever is reset before loses it. */
    private static void leave(SocketChannel client) throws IOException {
        client.shutdownOutput();
        client.socket().setSoTimeout(FAREWELL_MILLIS);
        InputStream rest = client.socket().getInputStream();
        byte[] unread = new byte[1024];
        for (int i = 0; i < MOST_UNREAD && rest.read(unread) >= 0; i++) {
            // what it still had to say is of no use
        }
    }

    /** The address that the host connected from is not known to us, and clients of CONNECT don't ask. */
    private static void reply(SocketChannel client, int reply) throws IOException {
        write(client, VERSION, reply, 0, IPV4, 0, 0, 0, 0, 0, 0);
    }

    private static void write(SocketChannel client, int... bytes) throws IOException {
        byte[] sent = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            sent[i] = (byte) bytes[i];
        }
        client.socket().getOutputStream().write(sent);
    }
}

package dev.berth.ssh;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.schmizz.sshj.common.Buffer;
import org.jspecify.annotations.Nullable;

/** An ssh-agent on its Unix socket; draft-miller-ssh-agent. For one thread at a time. */
final class Agent implements Closeable {
    private static final byte REQUEST_IDENTITIES = 11;
    private static final byte IDENTITIES_ANSWER = 12;
    private static final byte SIGN_REQUEST = 13;
    private static final byte SIGN_RESPONSE = 14;

    /** Flag of a sign request: rsa-sha2-512 in place of SHA-1. */
    static final int RSA_SHA2_512 = 4;

    /** OpenSSH's own limit. */
    private static final int LARGEST = 256 << 10;

    private static final int MOST_IDENTITIES = 2048;

    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** It may ask a person to confirm, or wait for a touch of a security key. */
    private static final Duration SIGNATURE = Duration.ofSeconds(90);

    private final SocketChannel socket;
    private final DataInputStream in;
    private final OutputStream out;

    /**
     * A key that it holds.
     *
     * @param blob the public key or certificate as SSH writes it
     */
    record Identity(Agent agent, String type, byte[] blob) {}

    /** Where the agent of a destination listens; null where there is none. */
    static @Nullable Path socket(Destination destination, Map<String, String> environment) {
        return socket(destination.identityAgent(), environment);
    }

    /** @param named a socket's path or "none"; null is the environment's SSH_AUTH_SOCK */
    static @Nullable Path socket(@Nullable String named, Map<String, String> environment) {
        String path = named == null ? environment.get("SSH_AUTH_SOCK") : named;
        return path == null || path.isEmpty() || path.equals("none") || !Files.exists(Path.of(path))
                ? null
                : Path.of(path);
    }

    Agent(Path path) throws IOException {
        socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            socket.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
        in = new DataInputStream(Channels.newInputStream(socket));
        out = Channels.newOutputStream(socket);
    }

    List<Identity> identities() throws IOException {
        Buffer.PlainBuffer answer = call(new byte[] {REQUEST_IDENTITIES}, IDENTITIES_ANSWER, ANSWER);
        long count = answer.readUInt32();
        if (count > MOST_IDENTITIES) {
            throw new IOException("ssh-agent claims " + count + " keys");
        }
        List<Identity> identities = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            byte[] blob = answer.readBytes();
            answer.readString(); // its comment
            identities.add(new Identity(this, new Buffer.PlainBuffer(blob).readString(), blob));
        }
        return identities;
    }

    byte[] sign(Identity identity, byte[] data, int flags) throws IOException {
        byte[] request = new Buffer.PlainBuffer()
                .putByte(SIGN_REQUEST)
                .putBytes(identity.blob())
                .putBytes(data)
                .putUInt32(flags)
                .getCompactData();
        return call(request, SIGN_RESPONSE, SIGNATURE).readBytes();
    }

    private Buffer.PlainBuffer call(byte[] request, byte wanted, Duration limit) throws IOException {
        Alarm alarm = new Alarm(limit, socket);
        try (alarm) {
            out.write(new Buffer.PlainBuffer().putBytes(request).getCompactData());
            int length = in.readInt();
            if (length < 1 || length > LARGEST) {
                throw new IOException("ssh-agent sent nonsense");
            }
            byte[] answer = in.readNBytes(length);
            if (answer.length < length) {
                throw new EOFException("ssh-agent went away");
            }
            if (answer[0] != wanted) {
                throw new IOException("ssh-agent refused");
            }
            return new Buffer.PlainBuffer(Arrays.copyOfRange(answer, 1, length));
        } catch (IOException failed) {
            throw alarm.rang() ? new IOException("ssh-agent did not answer", failed) : failed;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

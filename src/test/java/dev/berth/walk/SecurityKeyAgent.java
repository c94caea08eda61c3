package dev.berth.walk;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import net.schmizz.sshj.common.Buffer;

/**
 * An ssh-agent with a security key, and the security key in it: signs as a FIDO token does that was touched; OpenSSH's
 * PROTOCOL.u2f. There is no such token in software that an ssh-agent would take without being compiled first.
 */
final class SecurityKeyAgent implements AutoCloseable {
    private static final String TYPE = "sk-ssh-ed25519@openssh.com";
    private static final String APPLICATION = "ssh:";
    private static final byte TOUCHED = 1;

    private final KeyPair key;
    private final byte[] blob;
    private final ServerSocketChannel door;
    private final AtomicInteger signatures = new AtomicInteger();

    SecurityKeyAgent(Path socket) throws IOException, GeneralSecurityException {
        key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] der = key.getPublic().getEncoded();
        blob = new Buffer.PlainBuffer()
                .putString(TYPE)
                .putBytes(Arrays.copyOfRange(der, der.length - 32, der.length))
                .putString(APPLICATION)
                .getCompactData();
        door = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::serve);
    }

    /** The line for authorized_keys. */
    String publicKey() {
        return TYPE + " " + Base64.getEncoder().encodeToString(blob) + "\n";
    }

    /** The file that ssh-keygen leaves, which has no more than a handle for the token; here not even that. */
    Path keyFile(Path file) throws IOException {
        byte[] content = new Buffer.PlainBuffer()
                .putRawBytes("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII))
                .putString("none")
                .putString("none")
                .putString("")
                .putUInt32(1)
                .putBytes(blob)
                .putString("handle")
                .getCompactData();
        return Files.writeString(
                file,
                "-----BEGIN OPENSSH PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(content)
                        + "\n-----END OPENSSH PRIVATE KEY-----\n");
    }

    int signatures() {
        return signatures.get();
    }

    private void serve() {
        try {
            while (true) {
                SocketChannel client = door.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // the end
        }
    }

    private void serve(SocketChannel client) {
        try (DataInputStream in = new DataInputStream(Channels.newInputStream(client));
                OutputStream out = Channels.newOutputStream(client)) {
            while (true) {
                Buffer.PlainBuffer request = new Buffer.PlainBuffer(in.readNBytes(in.readInt()));
                byte[] answer = answer(request);
                out.write(ByteBuffer.allocate(4 + answer.length)
                        .putInt(answer.length)
                        .put(answer)
                        .array());
            }
        } catch (IOException | GeneralSecurityException gone) {
            // whoever asked has left
        }
    }

    private byte[] answer(Buffer.PlainBuffer request) throws IOException, GeneralSecurityException {
        Buffer.PlainBuffer answer = new Buffer.PlainBuffer();
        return switch (request.readByte()) {
            case 11 ->
                answer.putByte((byte) 12)
                        .putUInt32(1)
                        .putBytes(blob)
                        .putString("token")
                        .getCompactData();
            case 13 ->
                Arrays.equals(request.readBytes(), blob)
                        ? answer.putByte((byte) 14)
                                .putBytes(signature(request.readBytes()))
                                .getCompactData()
                        : new byte[] {5};
            default -> new byte[] {5};
        };
    }

    private byte[] signature(byte[] data) throws GeneralSecurityException {
        int counter = signatures.incrementAndGet();
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        byte[] signed = ByteBuffer.allocate(69)
                .put(sha.digest(APPLICATION.getBytes(StandardCharsets.US_ASCII)))
                .put(TOUCHED)
                .putInt(counter)
                .put(sha.digest(data))
                .array();
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(key.getPrivate());
        signer.update(signed);
        return new Buffer.PlainBuffer()
                .putString(TYPE)
                .putBytes(signer.sign())
                .putByte(TOUCHED)
                .putUInt32(counter)
                .getCompactData();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}

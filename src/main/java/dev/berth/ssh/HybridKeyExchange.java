package dev.berth.ssh;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.signature.Signature;
import net.schmizz.sshj.transport.Transport;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.transport.digest.SHA256;
import net.schmizz.sshj.transport.kex.KeyExchange;
import net.schmizz.sshj.transport.kex.KeyExchangeBase;
import org.jspecify.annotations.Nullable;

/**
 * The post-quantum key exchange that OpenSSH prefers since 10.0, which sshj lacks. Its messages are those of RFC 5656
 * section 4, but the secret is hashed as a string. Lives on sshj's reading thread.
 */
final class HybridKeyExchange extends KeyExchangeBase {
    static final String NAME = "mlkem768x25519-sha256";

    private @Nullable MlKemX25519 ours;
    private byte[] offer = {};
    private BigInteger secret = BigInteger.ZERO;

    HybridKeyExchange() {
        super(new SHA256());
    }

    static Factory.Named<KeyExchange> factory() {
        return new Factory.Named<>() {
            @Override
            public String getName() {
                return NAME;
            }

            @Override
            public KeyExchange create() {
                return new HybridKeyExchange();
            }
        };
    }

    @Override
    public BigInteger getK() {
        return secret;
    }

    @Override
    public void init(
            Transport transport, String serverVersion, String clientVersion, byte[] serverInit, byte[] clientInit)
            throws GeneralSecurityException, TransportException {
        super.init(transport, serverVersion, clientVersion, serverInit, clientInit);
        digest.init();
        ours = new MlKemX25519();
        offer = ours.offer();
        transport.write(new SSHPacket(Message.KEXDH_INIT).putBytes(offer));
    }

    @Override
    public boolean next(Message message, SSHPacket packet) throws GeneralSecurityException, TransportException {
        MlKemX25519 exchange = ours;
        if (message != Message.KEXDH_31 || exchange == null) {
            throw failed("unexpected " + message);
        }
        try {
            byte[] shown = packet.readBytes();
            byte[] reply = packet.readBytes();
            byte[] signature = packet.readBytes();
            hostKey = new Buffer.PlainBuffer(shown).readPublicKey();
            secret = exchange.agree(reply);
            hash(shown, reply);
            verify(signature);
            return true;
        } catch (Buffer.BufferException malformed) {
            throw new TransportException(malformed);
        }
    }

    /** putMPInt writes the secret as a string, since it is a {@link SharedSecret}. */
    private void hash(byte[] shown, byte[] reply) {
        byte[] hashed = initializedBuffer()
                .putString(shown)
                .putBytes(offer)
                .putBytes(reply)
                .putMPInt(secret)
                .getCompactData();
        digest.update(hashed, 0, hashed.length);
        H = digest.digest();
    }

    private void verify(byte[] claimed) throws TransportException {
        Signature signature = trans.getHostKeyAlgorithm().newSignature();
        signature.initVerify(HostKeys.plain(hostKey));
        signature.update(H, 0, H.length);
        if (!signature.verify(claimed)) {
            throw failed("the host key did not sign this exchange");
        }
    }

    private static TransportException failed(String why) {
        return new TransportException(DisconnectReason.KEY_EXCHANGE_FAILED, "key exchange failed: " + why);
    }
}

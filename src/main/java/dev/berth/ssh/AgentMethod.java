package dev.berth.ssh;

import java.io.IOException;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/**
 * Offers one key of an ssh-agent, of whatever type, or a certificate for it: it is the agent that signs. RFC 4252 section
 * 7.
 */
final class AgentMethod extends AbstractAuthMethod {
    private final Agent.Identity signer;
    private final byte[] offered;

    /** @param offered the key itself, or a certificate for it */
    AgentMethod(Agent.Identity signer, byte[] offered) {
        super("publickey");
        this.signer = signer;
        this.offered = offered;
    }

    /** RSA with SHA-2, which shares its keys' type with SHA-1; RFC 8332. */
    private String algorithm() throws UserAuthException {
        String type;
        try {
            type = new Buffer.PlainBuffer(offered).readString();
        } catch (Buffer.BufferException malformed) {
            throw new UserAuthException(malformed);
        }
        return switch (type) {
            case "ssh-rsa" -> "rsa-sha2-512";
            case "ssh-rsa-cert-v01@openssh.com" -> "rsa-sha2-512-cert-v01@openssh.com";
            default -> type;
        };
    }

    private SSHPacket request(boolean signed) throws UserAuthException {
        return super.buildReq().putBoolean(signed).putString(algorithm()).putString(offered);
    }

    @Override
    protected SSHPacket buildReq() throws UserAuthException {
        return request(false);
    }

    /** The server would take that key. */
    @Override
    public void handle(Message message, SSHPacket packet) throws UserAuthException, TransportException {
        if (message != Message.USERAUTH_60) {
            super.handle(message, packet);
            return;
        }
        SSHPacket request = request(true);
        byte[] data = new Buffer.PlainBuffer()
                .putString(params.getTransport().getSessionID())
                .putBuffer(request)
                .getCompactData();
        int flags = signer.type().startsWith("ssh-rsa") ? Agent.RSA_SHA2_512 : 0;
        try {
            request.putString(signer.agent().sign(signer, data, flags));
        } catch (IOException refused) {
            throw new UserAuthException(refused);
        }
        params.getTransport().write(request);
    }
}

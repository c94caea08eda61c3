package dev.berth.ssh;

import java.io.IOException;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/** Offers one key of an ssh-agent, of whatever type: it is the agent that signs. RFC 4252 section 7. */
final class AgentMethod extends AbstractAuthMethod {
    private final Agent agent;
    private final Agent.Identity identity;

    AgentMethod(Agent agent, Agent.Identity identity) {
        super("publickey");
        this.agent = agent;
        this.identity = identity;
    }

    /** RSA with SHA-2, which shares its keys' type with SHA-1; RFC 8332. */
    private String algorithm() {
        return switch (identity.type()) {
            case "ssh-rsa" -> "rsa-sha2-512";
            case "ssh-rsa-cert-v01@openssh.com" -> "rsa-sha2-512-cert-v01@openssh.com";
            default -> identity.type();
        };
    }

    private SSHPacket request(boolean signed) throws UserAuthException {
        return super.buildReq().putBoolean(signed).putString(algorithm()).putString(identity.blob());
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
        int flags = identity.type().startsWith("ssh-rsa") ? Agent.RSA_SHA2_512 : 0;
        try {
            request.putString(agent.sign(identity, data, flags));
        } catch (IOException refused) {
            throw new UserAuthException(refused);
        }
        params.getTransport().write(request);
    }
}

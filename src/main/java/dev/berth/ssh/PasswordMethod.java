package dev.berth.ssh;

import dev.berth.api.Secret;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/** Offers one password; RFC 4252 section 8. */
final class PasswordMethod extends AbstractAuthMethod {
    private final Secret password;

    PasswordMethod(Secret password) {
        super("password");
        this.password = password;
    }

    @Override
    protected SSHPacket buildReq() throws UserAuthException {
        return super.buildReq().putBoolean(false).putString(password.reveal());
    }

    @Override
    public void handle(Message message, SSHPacket packet) throws UserAuthException, TransportException {
        throw new UserAuthException("the password has expired and must be changed: log in with ssh once");
    }
}

package dev.berth.ssh;

import java.time.Duration;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.AuthParams;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthMethod;
import org.jspecify.annotations.Nullable;

/**
 * Offers a key. The server's first word on it is waited for no longer than a server takes that is well; what comes behind
 * it may wait for a person, such as a touch.
 */
final class Offering implements AuthMethod, AutoCloseable {
    private final AuthMethod method;
    private final SSHClient client;
    private final Duration limit;
    private volatile @Nullable Alarm alarm;

    Offering(AuthMethod method, SSHClient client, Duration limit) {
        this.method = method;
        this.client = client;
        this.limit = limit;
    }

    @Override
    public void request() throws UserAuthException, TransportException {
        method.request();
        alarm = new Alarm(limit, client::disconnect);
    }

    @Override
    public void handle(Message message, SSHPacket packet) throws SSHException {
        close();
        method.handle(message, packet);
    }

    /** The server has said nothing of it. */
    boolean late() {
        Alarm set = alarm;
        return set != null && set.rang();
    }

    @Override
    public void close() {
        Alarm set = alarm;
        if (set != null) {
            set.close();
        }
    }

    @Override
    public String getName() {
        return method.getName();
    }

    @Override
    public void init(AuthParams params) {
        method.init(params);
    }

    @Override
    public boolean shouldRetry() {
        return method.shouldRetry();
    }

    @Override
    public void setLoggerFactory(LoggerFactory factory) {
        method.setLoggerFactory(factory);
    }
}

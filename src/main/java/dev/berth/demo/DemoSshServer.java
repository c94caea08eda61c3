package dev.berth.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/** The SSH server of one box, on a free loopback port; lets in one user with one key. */
final class DemoSshServer implements AutoCloseable {
    static final String USER = "demo";

    /** Held, since a logger that nobody holds forgets its level. It would tell of each session and each port. */
    private static final Logger MINA = Logger.getLogger("org.apache.sshd");

    private final DemoWorld world;
    private final SshServer server;

    private DemoSshServer(DemoWorld world, SshServer server) {
        this.world = world;
        this.server = server;
    }

    static DemoSshServer start(DemoWorld world, DemoKeys keys) throws IOException {
        MINA.setLevel(Level.WARNING);
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(keys.host()));
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        server.setPublickeyAuthenticator((user, key, session) ->
                user.equals(USER) && KeyUtils.compareKeys(key, keys.user().getPublic()));
        DemoShell shell = new DemoShell(world);
        server.setCommandFactory((channel, line) -> new DemoCommand(shell, line));
        server.setShellFactory(channel -> new DemoCommand(shell, null));
        server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        server.setChannelFactories(List.of(
                ChannelSessionFactory.INSTANCE,
                StreamChannelFactory.directTcp(world),
                StreamChannelFactory.directStreamLocal(new DemoDocker(world, shell))));
        tune(server);
        server.start();
        return new DemoSshServer(world, server);
    }

    /** A session may be looked at for hours without a byte, and a paused download may wait as long. */
    private static void tune(SshServer server) {
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(server, Duration.ofDays(1));
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        CoreModuleProperties.NIO_WORKERS.set(server, 2);
    }

    String alias() {
        return world.name();
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}

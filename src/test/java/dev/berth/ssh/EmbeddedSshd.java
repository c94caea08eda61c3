package dev.berth.ssh;

import dev.berth.hostkey.ShownKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.keyboard.DefaultKeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.session.ServerConnectionServiceFactory;
import org.apache.sshd.server.session.ServerUserAuthServiceFactory;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.jspecify.annotations.Nullable;

/** An SSH server inside the test, for what a real one is too slow or too orderly for. Runs commands on this machine. */
public final class EmbeddedSshd implements AutoCloseable {
    public static final String USER = "dev";
    public static final String PASSWORD = "right horse";

    /** Held, since java.util.logging forgets the level of a logger that nobody holds. */
    private static final Logger CHATTER = Logger.getLogger("org.apache.sshd");

    static {
        CHATTER.setLevel(Level.OFF);
    }

    private final SshServer server = SshServer.setUpDefaultServer();
    private final AtomicInteger logins = new AtomicInteger();
    private volatile Set<PublicKey> accepted = Set.of();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();
    private volatile CompletableFuture<Boolean> visit = new CompletableFuture<>();

    public EmbeddedSshd() {
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(newKey()));
        server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
        server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        server.setPasswordAuthenticator((user, password, session) -> USER.equals(user) && PASSWORD.equals(password));
        server.setPublickeyAuthenticator((user, key, session) -> accepted.contains(key));
        server.setKeyboardInteractiveAuthenticator(new DefaultKeyboardInteractiveAuthenticator());
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE, UserAuthPasswordFactory.INSTANCE));
        server.addSessionListener(new SessionListener() {
            @Override
            public void sessionEvent(Session session, Event event) {
                if (event == Event.Authenticated) {
                    logins.incrementAndGet();
                }
            }
        });
    }

    /** What it says before it asks; no address with a scheme, which it would take for a file to read. */
    public EmbeddedSshd banner(String text) {
        CoreModuleProperties.WELCOME_BANNER.set(server, text);
        return this;
    }

    /** Says that before it answers a login's first request, which it does once somebody has {@link #visited} a page. */
    public EmbeddedSshd lettingInVisitors(String text) {
        server.setServiceFactories(List.of(
                new ServerUserAuthServiceFactory() {
                    @Override
                    public Service create(Session session) throws IOException {
                        return new VisitorLogin(session, text, () -> visit);
                    }
                },
                ServerConnectionServiceFactory.INSTANCE));
        return this;
    }

    public void visited(boolean now) {
        if (now) {
            visit.complete(true);
        } else {
            visit = new CompletableFuture<>();
        }
    }

    /** Never says whether it takes a key. */
    public EmbeddedSshd undecided() {
        server.setPublickeyAuthenticator((user, key, session) -> {
            over.join();
            return false;
        });
        return keysOnly();
    }

    /** How often somebody has logged in. */
    public int logins() {
        return logins.get();
    }

    public EmbeddedSshd start() throws IOException {
        server.start();
        return this;
    }

    /** Listens on another address than the IPv4 loopback. */
    EmbeddedSshd on(String address) {
        server.setHost(address);
        return this;
    }

    /** Asks for the password by keyboard-interactive only. */
    EmbeddedSshd interactive() {
        server.setUserAuthFactories(List.of(UserAuthKeyboardInteractiveFactory.INSTANCE));
        return this;
    }

    /** Takes public keys only. */
    public EmbeddedSshd keysOnly() {
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        return this;
    }

    public EmbeddedSshd accepting(PublicKey... keys) {
        accepted = Set.of(keys);
        return this;
    }

    public void showsAnotherHostKey() {
        server.setKeyPairProvider(KeyPairProvider.wrap(newKey()));
    }

    public String hostKeyFingerprint() throws IOException, GeneralSecurityException {
        KeyPair key = server.getKeyPairProvider().loadKeys(null).iterator().next();
        return ShownKey.fingerprint(HostKeys.blob(key.getPublic()));
    }

    public int port() {
        return server.getPort();
    }

    /** A destination with nothing of this machine's user in it. */
    Destination destination(Path home) {
        Destination plain = Destination.plain("box", USER, server.getHost(), port(), home);
        return Destinations.with(plain, List.of(), List.of(home.resolve("known_hosts")), "none");
    }

    public static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Writes a private key in OpenSSH's format, without a public one beside it. */
    public static Path write(KeyPair key, Path file, @Nullable String passphrase) {
        OpenSSHKeyEncryptionContext encryption = null;
        if (passphrase != null) {
            encryption = new OpenSSHKeyEncryptionContext();
            encryption.setCipherName("AES");
            encryption.setCipherType("256");
            encryption.setCipherMode("CTR");
            encryption.setPassword(passphrase);
            encryption.setKdfRounds(16);
        }
        try (var out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", encryption, out);
            return file;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Ends all its connections, as a killed server does. */
    public void drop() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    @Override
    public void close() throws IOException {
        over.complete(true);
        server.stop(true);
    }
}

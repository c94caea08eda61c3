package dev.berth.agent;

import dev.berth.api.Places;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.Settings;
import dev.berth.config.Config;
import dev.berth.config.ConfigFile;
import dev.berth.config.PrivateDirectory;
import dev.berth.fleet.Fleet;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Serves one fleet on a Unix socket. The socket lies in a directory of this user alone, and each peer's user is checked
 * besides. Owns the fleet: closing the server closes it.
 */
public final class AgentServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AgentServer.class.getName());
    private static final int MOST_CLIENTS = 100;
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    private static final Duration ACCEPT_AGAIN = Duration.ofMillis(100);

    private final Options options;
    private final ServerSocketChannel listener;
    private final @Nullable Object socketKey;
    private final Instant started = Instant.now();
    private final long startedNanos = System.nanoTime();
    private final Set<ServerConnection> clients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger shells = new AtomicInteger();
    private final OneTimeAddresses addresses = new OneTimeAddresses(System::nanoTime);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Object fleetClosing = new Object();
    private boolean fleetClosed;

    /**
     * @param places the socket among them is the one that is served
     * @param build version of this program, see {@link Build}
     * @param demo it serves the embedded box
     */
    public record Options(Places places, Fleet fleet, String build, boolean demo) {}

    private AgentServer(Options options, ServerSocketChannel listener) throws IOException {
        this.options = options;
        this.listener = listener;
        this.socketKey = fileKey(options.places().socket());
    }

    /** Listens. A socket file that is there is taken for a dead agent's: the caller made sure that none lives. */
    public static AgentServer open(Options options) throws IOException {
        Path socket = options.places().socket();
        Files.deleteIfExists(socket);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PrivateDirectory.OWNER_FILE);
            AgentServer server = new AgentServer(options, listener);
            Thread.ofVirtual().name("agent-accept").start(server::accept);
            return server;
        } catch (IOException failed) {
            listener.close();
            throw failed;
        }
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                admit(listener.accept());
            } catch (IOException failed) {
                LOG.log(listener.isOpen() ? Level.WARNING : Level.FINE, "accepting a client", failed);
                pause();
            }
        }
    }

    /** Too many open files, for one, does not pass at once. */
    private static void pause() {
        try {
            Thread.sleep(ACCEPT_AGAIN);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void admit(SocketChannel channel) throws IOException {
        if (clients.size() >= MOST_CLIENTS || !isThisUser(channel)) {
            LOG.warning("a client was turned away: too many, or of another user");
            channel.close();
            return;
        }
        ServerConnection client = new ServerConnection(this, channel);
        clients.add(client);
        Thread.ofVirtual().name("agent-read").start(client::run);
    }

    private static boolean isThisUser(SocketChannel channel) throws IOException {
        try {
            return Peer.isThisUser(channel);
        } catch (IOException gone) {
            channel.close();
            throw gone;
        }
    }

    Fleet fleet() {
        return options.fleet();
    }

    OneTimeAddresses addresses() {
        return addresses;
    }

    void left(ServerConnection client) {
        clients.remove(client);
    }

    void shellOpened() {
        shells.incrementAndGet();
    }

    void shellClosed() {
        shells.decrementAndGet();
    }

    /** Connections that are open now. */
    public int clients() {
        return clients.size();
    }

    /** False once somebody removed the socket or its directory: nobody can connect any more. */
    boolean socketIsThere() {
        try {
            return Objects.equals(socketKey, fileKey(options.places().socket()));
        } catch (IOException gone) {
            return false;
        }
    }

    private static @Nullable Object fileKey(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    Reply.Welcome welcome(Request.Hello hello) {
        Path ssh = options.places().sshConfig();
        return new Reply.Welcome(
                dev.berth.api.Protocol.VERSION,
                options.build(),
                ProcessHandle.current().pid(),
                started,
                ssh == null ? null : ssh.toString(),
                options.demo(),
                settings(hello.config()));
    }

    /** Read anew for each client, so that a change of config.yaml shows in the next screen. */
    private Settings settings(@Nullable String asked) {
        Config config =
                asked == null ? ConfigFile.read(options.places().config()) : ConfigFile.readAsked(Path.of(asked));
        return config.settings();
    }

    Reply.Agent status() {
        Fleet.Holdings holdings = fleet().holdings();
        double uptime = (System.nanoTime() - startedNanos) / 1e9;
        return new Reply.Agent(
                ProcessHandle.current().pid(),
                options.build(),
                uptime,
                clients(),
                holdings.sessions(),
                holdings.tunnels(),
                shells.get());
    }

    /** Ends everything but this connection, whose client waits for the reply. */
    void stop(Request.StopAgent request) throws InterruptedException {
        if (request.servers()) {
            fleet().stopServers();
        }
        closeListener();
        closeFleet(request.keep() ? Fleet.End.HANDOVER : Fleet.End.STOP);
    }

    /** The reply to a stop is on its way: whoever runs the server may close it. */
    void stopAnswered() {
        stopped.countDown();
    }

    /** True once a client had everything stopped; false after {@code most}. */
    boolean awaitStop(Duration most) throws InterruptedException {
        return stopped.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Ends the fleet first, so that what it has to say still reaches the clients; what it holds is left to a next agent,
     * unless a client had it stopped. Once is enough; more does no harm.
     */
    @Override
    public void close() {
        closeListener();
        closeFleet(Fleet.End.HANDOVER);
        addresses.close();
        Problem end =
                Problem.of(Code.AGENT_UNREACHABLE, "The agent has ended.", "Run the command again to start a new one.");
        for (ServerConnection client : clients) {
            client.end(end);
        }
        long deadline = System.nanoTime() + LAST_WORDS.toNanos();
        for (ServerConnection client : clients) {
            client.close(Duration.ofNanos(deadline - System.nanoTime()));
        }
    }

    private void closeListener() {
        try {
            if (listener.isOpen() && socketIsThere()) {
                Files.deleteIfExists(options.places().socket());
            }
            listener.close();
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "the socket could not be removed", failed);
        }
    }

    /** Whoever comes second waits until the first is done. */
    private void closeFleet(Fleet.End end) {
        synchronized (fleetClosing) {
            if (!fleetClosed) {
                fleetClosed = true;
                fleet().close(end);
            }
        }
    }
}

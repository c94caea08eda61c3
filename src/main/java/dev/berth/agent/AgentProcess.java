package dev.berth.agent;

import dev.berth.api.Places;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.config.Config;
import dev.berth.config.ConfigFile;
import dev.berth.config.FileReasons;
import dev.berth.config.PrivateDirectory;
import dev.berth.fleet.Fleet;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The agent as a process of its own: from {@code berth agent run} to its end. */
public final class AgentProcess {
    private static final Logger LOG = Logger.getLogger(AgentProcess.class.getName());
    /** How soon a removed socket is noticed. */
    private static final Duration LOOK = Duration.ofSeconds(2);
    /** How long an agent that is ending may still hold what it saves. */
    private static final Duration PREDECESSOR = Duration.ofSeconds(8);

    private final Places places;
    private final String build;
    private final boolean demo;

    /** @param build version of this program, see {@link Build} */
    public AgentProcess(Places places, String build, boolean demo) {
        this.places = places;
        this.build = build;
        this.demo = demo;
    }

    /** Serves until it is stopped, is needed no more, or gets a signal. */
    public void run(FleetMaker maker) throws ProblemException, InterruptedException {
        PrivateDirectory.make(directoryOf(places.log()));
        PrivateDirectory.make(directoryOf(places.state()));
        PrivateDirectory.make(directoryOf(places.socket()));
        try {
            LogFile log = LogFile.install(places.log());
            runAlone(maker, log);
        } catch (IOException failed) {
            throw Problem.of(
                            Code.AGENT_UNREACHABLE,
                            "The agent could not listen on " + places.socket() + ": " + FileReasons.of(failed) + ".",
                            "Its log is " + places.log() + ".")
                    .asException(failed);
        }
    }

    /** The lock lies beside the state: two agents must not write one, whichever way their sockets went. */
    private void runAlone(FleetMaker maker, LogFile log) throws IOException, ProblemException, InterruptedException {
        Path file = directoryOf(places.state()).resolve("agent.lock");
        long deadline = System.nanoTime() + PREDECESSOR.toNanos();
        try (FileLock lock = FileLock.take(file, () -> anotherAnswers() || System.nanoTime() - deadline > 0)) {
            if (lock == null) {
                throw Problem.of(
                                Code.AGENT_UNREACHABLE,
                                "An agent of this ssh configuration runs already.",
                                "`berth agent status` shows it. One that was started with another XDG_RUNTIME_DIR has to"
                                        + " be stopped from there.")
                        .asException();
            }
            serve(maker, log);
        }
    }

    private boolean anotherAnswers() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(places.socket()));
        } catch (IOException nobody) {
            return false;
        }
    }

    private void serve(FleetMaker maker, LogFile log) throws IOException, ProblemException, InterruptedException {
        Config config = ConfigFile.read(places.config());
        for (Problem problem : config.problems()) {
            LOG.warning(problem.sentence());
        }
        Fleet fleet = maker.make(places, config);
        try (AgentServer server = open(fleet)) {
            LOG.info("agent " + build + " serves " + places.socket());
            AtomicBoolean over = new AtomicBoolean();
            endInOrder(server, over, log);
            String reason = untilOver(server);
            over.set(true);
            LOG.info("agent ends: " + reason);
        }
    }

    /** On TERM, INT and HUP: tunnels are saved and far ends told. Loggers may be gone by then, the file is not. */
    private static void endInOrder(AgentServer server, AtomicBoolean over, LogFile log) {
        Thread end = new Thread(
                () -> {
                    if (!over.get()) {
                        log.publish(new LogRecord(Level.INFO, "agent ends: a signal"));
                    }
                    server.close();
                },
                "agent-end");
        Runtime.getRuntime().addShutdownHook(end);
    }

    private AgentServer open(Fleet fleet) throws IOException {
        try {
            return AgentServer.open(new AgentServer.Options(places, fleet, build, demo));
        } catch (IOException failed) {
            fleet.close(Fleet.End.HANDOVER);
            throw failed;
        }
    }

    private static String untilOver(AgentServer server) throws InterruptedException {
        Lifetime lifetime = new Lifetime(System.nanoTime());
        @Nullable String reason = null;
        while (reason == null) {
            if (server.awaitStop(LOOK)) {
                return "it was stopped";
            }
            boolean needed = server.clients() > 0 || !server.fleet().holdings().none();
            reason = lifetime.overBecause(System.nanoTime(), needed, server.socketIsThere());
        }
        return reason;
    }

    private static Path directoryOf(Path file) {
        return file.toAbsolutePath().resolveSibling("");
    }
}

package dev.berth.ssh;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.RemoteText;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.SSHClient;
import org.jspecify.annotations.Nullable;

/** One dial, hop by hop. */
final class Dialling {
    /** From the connected socket to the host key. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(15);

    /** A proxy command may first have to sign in somewhere. */
    private static final Duration PROXY = Duration.ofSeconds(90);

    /** How often a host may show another unknown key, or drop a login that waited for a person. */
    private static final int ATTEMPTS = 4;

    /** A server that is full of logins (MaxStartups) has room again in a moment, unless strangers keep it full. */
    private static final Duration FULL = Duration.ofSeconds(20);

    private static final int SHORTEST_PAUSE = 200;
    private static final int LONGEST_PAUSE = 1000;

    private final Map<String, String> environment;
    private final QuestionDesk desk;
    private final CommandJournal journal;
    /** What the dial waits for just now. */
    private @Nullable Closeable current;

    private boolean abandoned;
    /** The server said that it is full. */
    private boolean full;

    Dialling(Map<String, String> environment, QuestionDesk desk, CommandJournal journal) {
        this.environment = environment;
        this.desk = desk;
        this.journal = journal;
    }

    void run(Destination destination, CompletableFuture<Link> work) {
        long start = System.nanoTime();
        Integer exit = 255;
        try {
            Link link = link(destination);
            exit = 0;
            if (!work.complete(link)) {
                link.close();
            }
        } catch (ProblemException | InterruptedException | RuntimeException failed) {
            work.completeExceptionally(failed);
        } finally {
            journal.ran("ssh " + destination.server(), exit, Duration.ofNanos(System.nanoTime() - start), false);
        }
    }

    private Link link(Destination destination) throws ProblemException, InterruptedException {
        List<Destination> hops = new ArrayList<>(destination.jumps());
        hops.add(destination);
        Link link = null;
        for (int i = 0; i < hops.size(); i++) {
            Link below = link;
            try {
                link = hop(hops.get(i), i < hops.size() - 1, below);
            } catch (ProblemException | InterruptedException | RuntimeException failed) {
                if (below != null) {
                    below.close();
                }
                throw failed;
            }
        }
        if (link == null) {
            throw new IllegalStateException("no hop");
        }
        return link;
    }

    private Link hop(Destination hop, boolean jump, @Nullable Link below)
            throws ProblemException, InterruptedException {
        long end = System.nanoTime() + FULL.toNanos();
        while (true) {
            full = false;
            try (Startups.Place place = Startups.SHARED.before(hop)) {
                hold(place);
                place.await();
                return loggedIn(hop, jump, below);
            } catch (ProblemException failed) {
                if (!full || System.nanoTime() > end) {
                    throw failed;
                }
            }
            pause(ThreadLocalRandom.current().nextInt(SHORTEST_PAUSE, LONGEST_PAUSE));
        }
    }

    private void pause(int millis) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        hold(over::countDown);
        if (over.await(millis, TimeUnit.MILLISECONDS)) {
            stop();
        }
    }

    private Link loggedIn(Destination hop, boolean jump, @Nullable Link below)
            throws ProblemException, InterruptedException {
        KeptAnswers answers = new KeptAnswers(desk);
        Login login = new Login(hop, environment, answers);
        HostKeyDecision decision = new HostKeyDecision(hop, jump, desk);
        byte[] accepted = null;
        boolean distrusted = false;
        for (int i = 0; i < ATTEMPTS; i++) {
            Opened opened = open(hop, below);
            boolean kept = false;
            int asked = desk.put();
            try {
                HostKeyCheck.Seen refused = handshake(hop, opened, accepted);
                if (refused == null) {
                    login.on(opened.client());
                    kept = true;
                    return new SshjLink(hop, opened, distrusted ? hop.shell().withoutAgent() : hop.shell());
                }
                opened.wire().close();
                HostKeyDecision.Taken taken = decision.on(refused);
                accepted = taken.key();
                if (taken.distrusted()) {
                    distrusted = true;
                    login.distrust();
                }
            } catch (Login.LostException lost) {
                stop();
                boolean waited = desk.put() > asked;
                if (!waited || i == ATTEMPTS - 1) {
                    throw Troubles.duringLogin(hop, lost, login.tried()).asException(lost);
                }
                // a host that says why it ends the login has judged the answers; one that waited too long just goes
                answers.next(GoneReason.CLOSED_THERE.equals(opened.lifeline().reason()));
            } catch (IOException unclosed) {
                throw Troubles.unreachable(hop, unclosed).asException(unclosed);
            } finally {
                if (!kept) {
                    opened.closeAlone();
                }
            }
        }
        throw Problem.of(Code.HOST_KEY_REFUSED, hop.alias() + " shows another host key each time.")
                .asException();
    }

    /** Who gave a slow host more time to connect means this, too. */
    private static Duration handshakeLimit(Destination hop) {
        return hop.connectTimeout().compareTo(HANDSHAKE) > 0 ? hop.connectTimeout() : HANDSHAKE;
    }

    private Opened open(Destination hop, @Nullable Link below) throws ProblemException, InterruptedException {
        Wire wire = Wires.to(hop, below, environment);
        hold(wire);
        Algorithms algorithms = new Algorithms(hop.preferences(), wire.incoming()::under);
        // ours to do, since one that does not count leaves the plain key to be looked at
        algorithms.setVerifyHostKeyCertificates(false);
        SSHClient client = new SSHClient(algorithms);
        client.setSocketFactory(wire.factory());
        wire.incoming().to(client.getTransport());
        client.getTransport().setTimeoutMs((int) handshakeLimit(hop).toMillis());
        return Opened.of(client, wire, below);
    }

    /** Returns the host key that must be decided about; null where all is well. */
    private HostKeyCheck.@Nullable Seen handshake(Destination hop, Opened opened, byte @Nullable [] accepted)
            throws ProblemException, InterruptedException {
        boolean any = hop.localhostUnchecked()
                && hop.hostKeyAlias() == null
                && opened.wire().local();
        HostKeyCheck check = new HostKeyCheck(hop.keyServer(false).known(), hop, any, accepted);
        opened.client().addHostKeyVerifier(check);
        Alarm alarm = new Alarm(hop.proxyCommand() == null ? handshakeLimit(hop) : PROXY, opened.wire());
        try (alarm) {
            // the name that host certificates are checked against
            opened.client().connect(hop.keyName(), hop.port());
            return null;
        } catch (IOException failed) {
            HostKeyCheck.Seen seen = check.refused();
            if (seen != null) {
                return seen;
            }
            stop();
            full = Troubles.full(opened.wire().incoming().greeting());
            throw trouble(hop, opened.wire(), failed, alarm.rang()).asException(failed);
        }
    }

    private static Problem trouble(Destination hop, Wire wire, IOException failed, boolean late) {
        String greeting = wire.incoming().greeting();
        if (hop.proxyCommand() == null || late || !greeting.isEmpty()) {
            return Troubles.handshake(hop, failed, late, greeting);
        }
        String complaint = wire.complaint();
        return Problem.of(
                Code.HOST_UNREACHABLE,
                hop.alias() + ": its ProxyCommand ended without a connection"
                        + (complaint.isEmpty() ? "." : ": " + complaint),
                "Try the command by itself: " + RemoteText.oneLine(hop.proxyCommand()));
    }

    private void hold(Closeable awaited) throws InterruptedException {
        synchronized (this) {
            current = awaited;
            if (!abandoned) {
                return;
            }
        }
        abandon();
        stop();
    }

    private synchronized void stop() throws InterruptedException {
        if (abandoned) {
            throw new InterruptedException("called off");
        }
    }

    /** Nobody waits for it any more: whatever it waits for ends. */
    void abandon() {
        Closeable awaited;
        synchronized (this) {
            abandoned = true;
            awaited = current;
        }
        if (awaited != null) {
            try {
                awaited.close();
            } catch (IOException gone) {
                // it was closed already
            }
        }
    }
}

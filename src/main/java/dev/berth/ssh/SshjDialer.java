package dev.berth.ssh;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Connects to a destination: the one way into this room. */
public final class SshjDialer {
    /** Options that must not be left aside: the connection would be another, or less safe than the user asked for. */
    private static final List<String> REFUSED = List.of("proxyusefdpass", "revokedhostkeys", "knownhostscommand");

    private SshjDialer() {}

    /** Loads the providers and algorithms of a first dial, which takes a second on a cold JVM. Blocks meanwhile. */
    public static void warmUp() {
        new Algorithms(Destination.Preferences.NONE, cipher -> {});
    }

    /**
     * Connects, checks the host key and authenticates, through jump hosts where the destination has some.
     *
     * @param environment of the client that asks: its SSH_AUTH_SOCK, PATH and the like
     * @param questioner called on this thread
     * @throws InterruptedException where the thread was interrupted: nothing stays open then
     */
    public static Link dial(
            Destination destination, Map<String, String> environment, Questioner questioner, CommandJournal journal)
            throws ProblemException, InterruptedException {
        for (Destination hop : destination.jumps()) {
            refuseUnsupported(hop);
        }
        refuseUnsupported(destination);
        QuestionDesk desk = new QuestionDesk(questioner);
        Dialling dialling = new Dialling(Map.copyOf(environment), desk, journal);
        CompletableFuture<Link> work = new CompletableFuture<>();
        Thread.ofVirtual().name("ssh-dial").start(() -> dialling.run(destination, work));
        boolean done = false;
        try {
            desk.serve(work);
            Link link = work.get();
            done = true;
            return link;
        } catch (ExecutionException failed) {
            throw problem(destination, failed.getCause());
        } finally {
            if (!done) {
                dialling.abandon();
                work.thenAccept(Link::close);
            }
        }
    }

    private static ProblemException problem(Destination destination, @Nullable Throwable failed)
            throws InterruptedException {
        if (failed instanceof ProblemException problem) {
            return problem;
        }
        if (failed instanceof InterruptedException) {
            throw new InterruptedException("called off");
        }
        return Problem.of(Code.INTERNAL, "The connection to " + destination.alias() + " failed inside Berth.")
                .asException(failed);
    }

    private static void refuseUnsupported(Destination destination) throws ProblemException {
        for (String option : destination.unsupported()) {
            if (REFUSED.stream().anyMatch(option::startsWith)) {
                throw Problem.of(
                                Code.NOT_SUPPORTED,
                                destination.alias() + " has '" + option
                                        + "' in its ssh configuration, which only OpenSSH itself honours.",
                                "Let config.yaml have 'link: auto' or 'link: mux' for it.")
                        .asException();
            }
        }
    }
}

package dev.berth.mux;

import dev.berth.api.ProblemException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what a host says while ssh logs in. One that then keeps its answer back, and lets ssh ask nothing, waits for a
 * person: its words tell what for. For one thread; closing it says that the host has decided.
 */
final class Speech implements AutoCloseable {
    /** What is said comes in one go. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** What has to do with nobody is answered within it. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Words words;
    private final String server;
    private final Person person;
    private final CompletableFuture<Boolean> decided = new CompletableFuture<>();
    private String told = "";
    private boolean over;
    private volatile @Nullable ProblemException nobody;

    Speech(Words words, String server, Person person) {
        this.words = words;
        this.server = server;
        this.person = person;
    }

    /**
     * To be called all the time.
     *
     * @throws ProblemException where nobody does what the host waits for
     */
    void look() throws ProblemException {
        ProblemException unvisited = nobody;
        if (unvisited != null) {
            throw unvisited;
        }
        Words.Heard heard = words.heard();
        long quiet = System.nanoTime() - heard.at();
        if (quiet > PAUSE.toNanos()) {
            tell(heard.text());
        }
        if (!over && !heard.text().isEmpty() && quiet > PATIENCE.toNanos()) {
            over = true;
            Thread.ofVirtual().name("mux-page").start(() -> put(heard.text()));
        }
    }

    private void tell(String text) {
        if (!text.isBlank() && !text.strip().equals(told)) {
            told = text.strip();
            person.banner(server, told);
        }
    }

    private void put(String text) {
        try {
            person.page(server, text, decided);
        } catch (ProblemException left) {
            nobody = left;
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
    }

    /** ssh asks something itself: that is what the host waits for. */
    void asked() {
        tell(words.heard().text());
        over = true;
        decided.complete(true);
    }

    @Override
    public void close() {
        asked();
    }
}

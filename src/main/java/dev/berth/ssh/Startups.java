package dev.berth.ssh;

import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Spreads dials. sshd drops connections at random once ten have not logged in yet (MaxStartups), and thirty hosts behind
 * one jump host knock on it all at once after a sleep. Each server has a few places for those that are not logged in yet;
 * whoever comes later waits in line. All together begin no quicker than a laptop can exchange keys.
 */
public final class Startups {
    /** One for the process: a server counts by where a connection comes from. */
    public static final Startups SHARED = new Startups(4, Duration.ofMillis(20));

    private final int most;
    private final Duration spacing;
    private final Map<String, Line> lines = new HashMap<>();
    private long nextStart = System.nanoTime();

    private static final class Line {
        int inside;
        final Deque<Place> waiting = new ArrayDeque<>();
    }

    /**
     * @param most logins at once to one server
     * @param spacing between the starts of any two
     */
    Startups(int most, Duration spacing) {
        this.most = most;
        this.spacing = spacing;
    }

    /** A place in the line before that server, which must be closed whatever comes of it. */
    public Place before(Destination destination) {
        return before(destination.address().toLowerCase(Locale.ROOT));
    }

    Place before(String server) {
        Place place = new Place(server);
        synchronized (this) {
            lines.computeIfAbsent(server, name -> new Line()).waiting.add(place);
            admit(server);
        }
        return place;
    }

    private void admit(String server) {
        Line line = lines.get(server);
        if (line == null) {
            return;
        }
        while (line.inside < most && !line.waiting.isEmpty()) {
            line.inside++;
            line.waiting.remove().admitted.complete(true);
        }
        if (line.inside == 0) {
            lines.remove(server);
        }
    }

    private synchronized void leave(Place place) {
        Line line = lines.get(place.server);
        if (line == null || place.left) {
            return;
        }
        place.left = true;
        if (!line.waiting.remove(place)) {
            line.inside--;
        }
        admit(place.server);
    }

    private synchronized Duration untilStart() {
        long now = System.nanoTime();
        long start = Math.max(now, nextStart);
        nextStart = start + spacing.toNanos();
        return Duration.ofNanos(start - now);
    }

    /** Closing it gives it to the next in line; who waits for it is told so. */
    public final class Place implements Closeable {
        private final String server;
        private final CompletableFuture<Boolean> admitted = new CompletableFuture<>();
        private boolean left;

        private Place(String server) {
            this.server = server;
        }

        /**
         * Waits for its turn.
         *
         * @throws InterruptedException where it was closed meanwhile
         */
        public void await() throws InterruptedException {
            try {
                if (!admitted.get()) {
                    throw new InterruptedException("called off");
                }
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
            Thread.sleep(untilStart());
        }

        @Override
        public void close() {
            admitted.complete(false);
            leave(this);
        }
    }
}

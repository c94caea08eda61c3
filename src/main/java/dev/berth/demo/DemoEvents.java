package dev.berth.demo;

import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/** What happens to containers, for all who follow it. */
final class DemoEvents {
    /** @param action Docker's word */
    record Happening(DemoContainer container, String action, Instant when) {}

    /** Docker's own number. */
    private static final int KEPT = 256;

    private final Deque<Happening> kept = new ConcurrentLinkedDeque<>();
    private final List<BlockingQueue<Optional<Happening>>> followers = new CopyOnWriteArrayList<>();

    /** @param queue takes what happens from now on, and an empty one at the end */
    void follow(BlockingQueue<Optional<Happening>> queue) {
        followers.add(queue);
    }

    void forget(BlockingQueue<Optional<Happening>> queue) {
        followers.remove(queue);
    }

    void tell(DemoContainer container, String action) {
        Happening happening = new Happening(container, action, Instant.now());
        kept.add(happening);
        if (kept.size() > KEPT) {
            kept.poll();
        }
        followers.forEach(queue -> queue.add(Optional.of(happening)));
    }

    /** What is remembered, oldest first. */
    List<Happening> past() {
        return List.copyOf(kept);
    }

    void close() {
        followers.forEach(queue -> queue.add(Optional.empty()));
    }
}

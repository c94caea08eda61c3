package dev.berth.demo;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** What happens to containers, for all who follow it. */
final class DemoEvents {
    /** @param action Docker's word */
    record Happening(DemoContainer container, String action, Instant when) {}

    private final List<BlockingQueue<Optional<Happening>>> followers = new CopyOnWriteArrayList<>();

    /** @param queue takes what happens from now on, and an empty one at the end */
    void follow(BlockingQueue<Optional<Happening>> queue) {
        followers.add(queue);
    }

    void forget(BlockingQueue<Optional<Happening>> queue) {
        followers.remove(queue);
    }

    void tell(DemoContainer container, String action) {
        Optional<Happening> happening = Optional.of(new Happening(container, action, Instant.now()));
        followers.forEach(queue -> queue.add(happening));
    }

    void close() {
        followers.forEach(queue -> queue.add(Optional.empty()));
    }
}

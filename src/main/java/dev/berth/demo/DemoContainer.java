package dev.berth.demo;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A container of a box. Its {@link DemoWorld} guards what changes. */
final class DemoContainer {
    /** @param hostPort on all of the host's addresses; null where it is only exposed */
    record Port(int port, @Nullable Integer hostPort) {}

    /**
     * What stays the same.
     *
     * @param gpus as given by {@code --gpus device=}; empty for none
     * @param work starts what runs in it, whenever it starts
     */
    record Description(
            String id,
            String name,
            String image,
            List<String> command,
            String address,
            List<Port> ports,
            List<String> gpus,
            Instant created,
            Consumer<DemoContainer> work) {}

    private final Description description;
    private final DemoPlace place;
    private boolean running;
    private Instant started;
    private Instant finished;
    private int exitCode;

    DemoContainer(Description description, DemoPlace place) {
        this.description = description;
        this.place = place;
        this.started = description.created();
        this.finished = Instant.EPOCH;
    }

    Description description() {
        return description;
    }

    DemoPlace place() {
        return place;
    }

    String id() {
        return description.id();
    }

    String name() {
        return description.name();
    }

    synchronized boolean running() {
        return running;
    }

    synchronized String state() {
        return running ? "running" : "exited";
    }

    synchronized Instant started() {
        return started;
    }

    synchronized Instant finished() {
        return finished;
    }

    synchronized int exitCode() {
        return exitCode;
    }

    /** The first process, as the host sees it; 0 where it is not running. */
    long pid() {
        return place.processes().stream()
                .mapToLong(DemoProcess::pid)
                .findFirst()
                .orElse(0);
    }

    void start(Instant when) {
        synchronized (this) {
            running = true;
            started = when;
            exitCode = 0;
        }
        place.spawn(0, when, Map.of(), description.command());
        description.work().accept(this);
    }

    void stop(Instant when, int code) {
        synchronized (this) {
            running = false;
            finished = when;
            exitCode = code;
        }
        place.clear();
    }
}

package dev.berth.agent;

import dev.berth.api.Event;
import dev.berth.api.HostSnapshot;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.Streams;
import dev.berth.fleet.Fleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A fleet of words: what a host or command is named decides what comes of it. */
final class FakeFleet implements Fleet {
    final List<Consumer<Event>> watchers = new CopyOnWriteArrayList<>();
    final AtomicInteger waiting = new AtomicInteger();
    final AtomicInteger interrupted = new AtomicInteger();
    volatile Map<String, String> environment = Map.of();
    volatile Holdings holdings = new Holdings(0, 0);
    volatile @Nullable End end;

    @Override
    public <R extends Reply> R handle(Request<R> request, Caller caller) throws ProblemException, InterruptedException {
        @SuppressWarnings("unchecked")
        R reply = (R) answer(request, caller);
        return reply;
    }

    private Reply answer(Request<?> request, Caller caller) throws ProblemException, InterruptedException {
        return switch (request) {
            case Request.ListHosts all -> new Reply.Hosts(List.of(HostSnapshot.off("gpu1", false)), List.of());
            case Request.Connect connect -> connect(connect.host(), caller);
            default -> throw new IllegalStateException("secret bug");
        };
    }

    private Reply connect(String host, Caller caller) throws ProblemException, InterruptedException {
        switch (host) {
            case "nowhere" ->
                throw Problem.of(Problem.Code.HOST_UNRESOLVABLE, "There is no nowhere.", "Go somewhere.")
                        .asException();
            case "slow" -> waitUntilCancelled();
            default -> caller.tell(new Event.Progress("dial", "dialling " + host, Event.StepState.DONE, null));
        }
        return new Reply.Host(HostSnapshot.off(host, caller.answers()));
    }

    private void waitUntilCancelled() throws InterruptedException {
        waiting.incrementAndGet();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException cancelled) {
            interrupted.incrementAndGet();
            throw cancelled;
        }
    }

    @Override
    public int stream(Request.Streamed streamed, Caller caller, Streams streams)
            throws ProblemException, InterruptedException {
        Request.Exec request = (Request.Exec) streamed;
        try {
            switch (request.command().getFirst()) {
                case "cat" -> streams.stdin().transferTo(streams.stdout());
                case "complain" -> streams.stderr().write("no such thing\n".getBytes(StandardCharsets.UTF_8));
                case "hang" -> waitUntilCancelled();
                case "size" -> streams.stdout().write(size(request, streams).getBytes(StandardCharsets.UTF_8));
                default ->
                    throw Problem.of(Problem.Code.CONTAINER_NOT_FOUND, "There is no such container.")
                            .asException();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return request.command().size() == 1
                ? 0
                : Integer.parseInt(request.command().get(1));
    }

    /** The size it began with, and the next one. */
    private static String size(Request.Exec request, Streams streams) throws InterruptedException {
        BlockingQueue<String> next = new LinkedBlockingQueue<>();
        streams.window().follow((columns, rows) -> next.add(columns + "x" + rows));
        Request.Pty pty = request.pty();
        return (pty == null ? "none" : pty.columns() + "x" + pty.rows()) + " " + next.take();
    }

    @Override
    public Subscription watch(List<String> hosts, Set<Request.View> views, boolean screen, Consumer<Event> events) {
        events.accept(new Event.Hosts(List.of()));
        watchers.add(events);
        return () -> watchers.remove(events);
    }

    void emit(Event event) {
        watchers.forEach(watcher -> watcher.accept(event));
    }

    @Override
    public void environment(Map<String, String> newest) {
        environment = newest;
    }

    @Override
    public Holdings holdings() {
        return holdings;
    }

    @Override
    public void stopServers() {}

    @Override
    public void close(End how) {
        end = how;
    }
}

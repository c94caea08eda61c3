package dev.berth.demo;

import dev.berth.demo.DemoEvents.Happening;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** {@code docker logs}: a few made-up lines; one that is followed stays open as long as its container runs. */
final class DockerLog {
    private DockerLog() {}

    static void tell(DemoWorld world, DemoContainer container, WireRequest request, InputStream in, OutputStream out)
            throws IOException {
        BlockingQueue<Optional<Happening>> queue = new LinkedBlockingQueue<>();
        world.events().follow(queue);
        try {
            String head = "HTTP/1.1 200 OK\r\n" + DemoDocker.HEADERS
                    + "Content-Type: application/vnd.docker.multiplexed-stream\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.UTF_8));
            OutputStream stdout = new FrameStream(out, FrameStream.STDOUT);
            for (String line : lines(container, request.query().getOrDefault("tail", "all"))) {
                stdout.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
            stdout.flush();
            if (request.query().getOrDefault("follow", "0").equals("1") && container.running()) {
                Thread.ofVirtual().name("demo-log-input").start(() -> DockerEvents.awaitEnd(in, queue));
                awaitDeath(container, queue);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            world.events().forget(queue);
        }
    }

    private static List<String> lines(DemoContainer container, String tail) {
        List<String> all = List.of(
                "+ " + String.join(" ", container.description().command()),
                "started at " + container.started(),
                "this is the log of " + container.name() + " in Berth's demo");
        int last = tail.matches("[0-9]{1,3}") ? Math.min(all.size(), Integer.parseInt(tail)) : all.size();
        return all.subList(all.size() - last, all.size());
    }

    /** Or until the client is gone. */
    private static void awaitDeath(DemoContainer container, BlockingQueue<Optional<Happening>> queue)
            throws InterruptedException {
        Optional<Happening> next = queue.take();
        while (next.isPresent() && !isDeath(next.get(), container)) {
            next = queue.take();
        }
    }

    private static boolean isDeath(Happening happening, DemoContainer container) {
        return happening.action().equals("die") && happening.container().id().equals(container.id());
    }
}

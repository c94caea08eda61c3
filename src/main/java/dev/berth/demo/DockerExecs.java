package dev.berth.demo;

import dev.berth.api.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@code docker exec}: made, then started attached or detached, then asked for its exit code. */
final class DockerExecs {
    private static final Logger LOG = Logger.getLogger(DockerExecs.class.getName());

    /** One command in a container. */
    private static final class Exec {
        final DemoContainer container;
        final List<String> argv;
        final boolean tty;
        volatile boolean running;
        volatile @Nullable Integer exitCode;

        Exec(DemoContainer container, List<String> argv, boolean tty) {
            this.container = container;
            this.argv = argv;
            this.tty = tty;
        }
    }

    private final DemoWorld world;
    private final DemoShell shell;
    private final Map<String, Exec> execs = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong(1);

    DockerExecs(DemoWorld world, DemoShell shell) {
        this.world = world;
        this.shell = shell;
    }

    /** @return its id */
    String create(DemoContainer container, Map<?, ?> order) {
        List<String> argv = order.get("Cmd") instanceof List<?> words
                ? words.stream().map(String::valueOf).toList()
                : List.of();
        String id = "de30e%059x".formatted(numbers.getAndIncrement());
        execs.put(id, new Exec(container, argv, Boolean.TRUE.equals(order.get("Tty"))));
        return id;
    }

    WireReply answer(String id, String what) {
        Exec exec = execs.get(id);
        if (exec == null) {
            return WireReply.refused(404, "No such exec instance: " + id);
        }
        if (what.equals("start")) {
            Thread.ofVirtual().name("demo-detached").start(() -> runDetached(exec));
            return WireReply.empty(200);
        }
        return what.equals("resize") ? WireReply.empty(201) : WireReply.json(described(id, exec));
    }

    private static Map<String, @Nullable Object> described(String id, Exec exec) {
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put("ID", id);
        described.put("Running", exec.running);
        described.put("ExitCode", exec.exitCode);
        described.put("ContainerID", exec.container.id());
        described.put(
                "ProcessConfig",
                Map.of(
                        "entrypoint",
                        exec.argv.isEmpty() ? "" : exec.argv.getFirst(),
                        "arguments",
                        exec.argv.subList(Math.min(1, exec.argv.size()), exec.argv.size()),
                        "tty",
                        exec.tty));
        // none of the made-up processes is this one's
        described.put("Pid", 0);
        return described;
    }

    private void runDetached(Exec exec) {
        try {
            run(exec, InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
        } catch (IOException impossible) {
            LOG.log(Level.FINE, "a detached command of the demo failed", impossible);
        }
    }

    /** Runs it on this connection; false where it is to be answered like any request. */
    boolean attach(String id, WireRequest request, InputStream in, OutputStream out) throws IOException {
        Exec exec = execs.get(id);
        boolean detach =
                Json.readAny(request.body()) instanceof Map<?, ?> order && Boolean.TRUE.equals(order.get("Detach"));
        if (exec == null || detach) {
            return false;
        }
        String head = request.upgrades()
                ? "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
                : "HTTP/1.1 200 OK\r\n";
        String type = exec.tty ? "raw" : "multiplexed";
        String whole = head + "Content-Type: application/vnd.docker." + type + "-stream\r\n\r\n";
        out.write(whole.getBytes(StandardCharsets.UTF_8));
        out.flush();
        OutputStream stdout = exec.tty ? out : new FrameStream(out, FrameStream.STDOUT);
        OutputStream stderr = exec.tty ? out : new FrameStream(out, FrameStream.STDERR);
        run(exec, in, stdout, stderr);
        return true;
    }

    private void run(Exec exec, InputStream in, OutputStream out, OutputStream err) throws IOException {
        exec.running = true;
        int code = 255;
        try {
            OutputStream said = exec.tty ? new TerminalStream(out) : out;
            OutputStream complained = exec.tty ? said : err;
            DemoCall call =
                    new DemoCall(world, exec.container.place(), exec.argv, in, said, complained, new CountDownLatch(1));
            code = shell.run(call);
        } finally {
            exec.exitCode = code;
            exec.running = false;
        }
    }
}

package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Json;
import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kernels of a real JupyterLab: listed, joined with the GPUs, and a server that nobody uses stopped by it. */
class KernelsIT extends LabWalk {
    private static final Duration SOON = Duration.ofSeconds(90);
    /** In the container: the code that runs there waits for it. */
    private static final String GO = "/tmp/it-go";

    private static final double KERNEL_BYTES = 3072.0 * (1 << 20);

    @AfterEach
    void end() throws Exception {
        berth.run("jupyter", "stop", "gpu1", "train", "--all");
        Lab.run("exec", "gpu1", "docker exec train rm -f " + GO);
    }

    /** @param url of the lab, with its token */
    private static String startKernel(String url) throws Exception {
        URI lab = URI.create(url);
        String base = lab.getPath().replaceFirst("lab$", "");
        URI kernels = URI.create("http://" + lab.getAuthority() + base + "api/kernels?" + lab.getQuery());
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> reply = client.send(
                    HttpRequest.newBuilder(kernels)
                            .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"python3\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(201, reply.statusCode(), reply.body());
            return (String) ((Map<?, ?>) Json.readAny(reply.body())).get("id");
        }
    }

    private Map<?, ?> server() throws Exception {
        List<Map<String, Object>> rows =
                berth.run("jupyter", "list", "gpu1", "--json").ok().rows();
        assertEquals(1, rows.size(), rows::toString);
        return rows.getFirst();
    }

    @Test
    void aKernelIsJoinedWithWhatItHoldsOnTheGpus() throws Exception {
        String url =
                (String) berth.run("jupyter", "start", "gpu1", "train", "--no-open", "--local-port", "auto", "--json")
                        .ok()
                        .object()
                        .get("localUrl");
        assertEquals(List.of(), server().get("kernels"));

        String id = startKernel(url);
        long end = System.nanoTime() + SOON.toNanos();
        Map<?, ?> kernel = kernel();
        while (!(kernel.get("gpuMemory") instanceof Number held && held.doubleValue() == KERNEL_BYTES)) {
            assertTrue(System.nanoTime() < end, "not joined: " + kernel);
            kernel = kernel();
        }
        assertEquals(id, kernel.get("id"));
        assertEquals("python3", kernel.get("name"));

        List<?> processes = berth.run("gpus", "gpu1", "--json").ok().rows().stream()
                .flatMap(gpu -> ((List<?>) gpu.get("processes")).stream())
                .filter(process -> id.equals(((Map<?, ?>) process).get("kernel")))
                .toList();
        assertEquals(1, processes.size());
        assertEquals("train", ((Map<?, ?>) processes.getFirst()).get("container"));

        berth.run("jupyter", "stop", "gpu1", "train", "--idle", "1h").ok();
        assertEquals("ready", server().get("state"), "one that was just used stays");
        berth.run("jupyter", "stop", "gpu1", "train", "--idle", "0s").ok();
        assertEquals(
                List.of(), berth.run("jupyter", "list", "gpu1", "--json").ok().rows());
    }

    /**
     * Runs code in a kernel as a notebook does, and leaves it to it. Something that ends at once goes first: to a new
     * socket the server asks the kernel who it is, on its control channel too, and what it hears of that as late as in
     * the middle of the code makes it call the kernel idle.
     */
    private static void execute(String url, String kernel, String code) throws Exception {
        URI lab = URI.create(url);
        String base = lab.getPath().replaceFirst("lab$", "");
        URI channels = URI.create(
                "ws://" + lab.getAuthority() + base + "api/kernels/" + kernel + "/channels?" + lab.getQuery());
        try (HttpClient client = HttpClient.newHttpClient()) {
            States states = new States();
            WebSocket socket =
                    client.newWebSocketBuilder().buildAsync(channels, states).join();
            states.await(send(socket, "pass"), "idle");
            states.await(send(socket, code), "busy");
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            client.shutdownNow();
        }
    }

    /** Returns the message's id. */
    private static String send(WebSocket socket, String code) throws IOException {
        String id = "m" + System.nanoTime();
        Map<String, Object> header = Map.of(
                "msg_id", id, "username", "it", "session", "it", "msg_type", "execute_request", "version", "5.3");
        Map<String, Object> content = Map.of(
                "code",
                code,
                "silent",
                false,
                "store_history",
                true,
                "user_expressions",
                Map.of(),
                "allow_stdin",
                false);
        String message = Json.write(Map.of(
                "header",
                header,
                "parent_header",
                Map.of(),
                "metadata",
                Map.of(),
                "content",
                content,
                "channel",
                "shell"));
        socket.sendText(message, true).join();
        return id;
    }

    /** What the kernel says of its state while it works on a message: a server drops what it was sent with a socket that closes earlier. */
    private static final class States implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        void await(String message, String state) throws InterruptedException {
            long end = System.nanoTime() + SOON.toNanos();
            String said;
            do {
                said = heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                assertNotNull(said, "the kernel is not " + state);
            } while (!said.contains(message) || !said.contains('"' + state + '"'));
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                heard.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    private void awaitState(String state) throws Exception {
        long end = System.nanoTime() + SOON.toNanos();
        Map<?, ?> kernel = kernel();
        while (!state.equals(kernel.get("state"))) {
            assertTrue(System.nanoTime() < end, "not " + state + ": " + kernel);
            kernel = kernel();
        }
    }

    /** Jupyter can miss what a new kernel says first, and call it starting until it has run something more. */
    private void awaitFirstState(String url, String id) throws Exception {
        long end = System.nanoTime() + SOON.toNanos();
        do {
            assertTrue(System.nanoTime() < end, "its state stays unknown");
            execute(url, id, "pass");
        } while (!"idle".equals(kernel().get("state")));
    }

    private String started() throws Exception {
        return (String) berth.run("jupyter", "start", "gpu1", "train", "--no-open", "--local-port", "auto", "--json")
                .ok()
                .object()
                .get("localUrl");
    }

    @Test
    void kernelsAreInterruptedRestartedAndShutDownByVerbs() throws Exception {
        String url = started();
        String id = startKernel(url);
        awaitFirstState(url, id);
        execute(url, id, "import time; time.sleep(900)");
        awaitState("busy");
        berth.run("jupyter", "kernel", "interrupt", "gpu1", "train").ok();
        awaitState("idle");

        execute(url, id, "time.sleep(900)");
        awaitState("busy");
        BerthProgram.Result restarted = berth.run(
                        "jupyter", "kernel", "restart", "gpu1/train", "--kernel", id.substring(0, 6))
                .ok();
        assertTrue(restarted.err().contains("is restarted"), restarted::toString);
        awaitState("idle");

        String other = startKernel(url);
        berth.run("jupyter", "kernel", "stop", "gpu1", "train").fails(2, "2 kernels run", other.substring(0, 8));
        berth.run("jupyter", "kernel", "stop", "gpu1", "train", "--kernel", other)
                .ok();
        berth.run("jupyter", "kernel", "stop", "gpu1", "train").ok();
        assertEquals(List.of(), server().get("kernels"));
        berth.run("jupyter", "kernel", "stop", "gpu1", "train").fails(3, "No kernel runs in gpu1/train");
    }

    private Path desktop() throws IOException {
        Path said = berth.home().resolve("said");
        Path program = berth.home().resolve("notify-send");
        Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\" >> " + said + "\n");
        assertTrue(program.toFile().setExecutable(true));
        berth.with("DISPLAY", ":77").with("PATH", berth.home() + ":" + System.getenv("PATH"));
        return said;
    }

    private static void awaitText(Path file, String text) throws Exception {
        long end = System.nanoTime() + SOON.toNanos();
        while (!Files.exists(file) || !Files.readString(file).contains(text)) {
            assertTrue(
                    System.nanoTime() < end,
                    "not told: " + text + "; told: " + (Files.exists(file) ? Files.readString(file) : "nothing"));
            Thread.onSpinWait();
        }
    }

    @Test
    void whatIsWatchedIsToldOnTheTerminalAndWithoutAnyScreenOnTheDesktop() throws Exception {
        Path said = desktop();
        String url = started();
        String id = startKernel(url);
        awaitFirstState(url, id);
        try (PtySession screen = berth.screen(120, 30, "gpu1")) {
            screen.await("train", SOON);
            screen.send("4");
            screen.await("1 idle", SOON);
            screen.send("w");
            screen.await("1 idle (w)", SOON);
            execute(url, id, "import os, time\nwhile not os.path.exists('" + GO + "'): time.sleep(0.1)");
            screen.await("1, 1 busy (w)", SOON);
            Lab.run("exec", "gpu1", "docker exec train touch " + GO);
            screen.await("has finished, after", SOON);
            assertTrue(screen.rawOutput().contains("\u001b]9;python3 " + id.substring(0, 8) + " has finished"));
            assertTrue(screen.rawOutput().contains("\u0007"), "the bell");
            awaitText(said, "has finished");
            Files.delete(said);
        }
        // the agent that takes over connects the host for it, with no screen and no verb to ask it
        berth.run("agent", "restart").ok();
        Watching.await(
                "the host is connected",
                SOON,
                () -> berth.run("hosts", "--json").ok().rows().stream()
                        .anyMatch(host -> "gpu1".equals(host.get("host")) && "up".equals(host.get("state"))));
        // several looks long; what it tells of the end it tells of a kernel whose process it knows
        execute(url, id, "time.sleep(20)");
        awaitText(said, "has finished");
        execute(url, id, "time.sleep(900)");
        Lab.run("exec", "gpu1", "pkill -KILL -f ipykernel_launcher");
        awaitText(said, "lost its kernel");
        berth.run("jupyter", "stop", "gpu1", "train").ok();
    }

    private Map<?, ?> kernel() throws Exception {
        List<?> kernels = (List<?>) server().get("kernels");
        assertEquals(1, kernels.size(), kernels::toString);
        return (Map<?, ?>) kernels.getFirst();
    }
}

package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A headless Chromium, driven as a person would: by mouse, keys and file choosers, over its DevTools protocol. */
final class Chromium implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final Duration TO_ANSWER = Duration.ofSeconds(120);
    private static final Duration TO_START = Duration.ofSeconds(180);
    private static final Duration AGAIN = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path profile;
    private final int port;

    private Chromium(Process process, Path profile, int port) {
        this.process = process;
        this.profile = profile;
        this.port = port;
    }

    /** Skips the test, with the reason, where it is not installed. */
    static void assumeThere() {
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "no chromium here: apt-get install chromium");
    }

    static Chromium start(Path profile) throws Exception {
        Process process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--window-size=1400,1000",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(profile.resolveSibling("chromium.log").toFile())
                .start();
        Path told = profile.resolve("DevToolsActivePort");
        long end = System.nanoTime() + TO_START.toNanos();
        while (!Files.exists(told) || Files.readAllLines(told).size() < 2) {
            assertTrue(System.nanoTime() < end && process.isAlive(), "chromium does not start");
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return new Chromium(
                process, profile, Integer.parseInt(Files.readAllLines(told).getFirst()));
    }

    Tab open(String url) throws Exception {
        HttpResponse<String> made = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new?about:blank"))
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        Map<?, ?> target = (Map<?, ?>) Json.readAny(made.body());
        Tab tab = new Tab(http, URI.create((String) target.get("webSocketDebuggerUrl")));
        tab.call("Page.enable", Map.of());
        tab.call("Page.setInterceptFileChooserDialog", Map.of("enabled", true));
        tab.call("Page.navigate", Map.of("url", url));
        return tab;
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        http.close();
    }

    /** A page. */
    static final class Tab implements WebSocket.Listener, AutoCloseable {
        private final Map<Long, CompletableFuture<Map<?, ?>>> calls = new ConcurrentHashMap<>();
        private final BlockingQueue<Map<?, ?>> choosers = new LinkedBlockingQueue<>();
        private final AtomicLong numbers = new AtomicLong();
        private final StringBuilder text = new StringBuilder();
        private final WebSocket socket;

        Tab(HttpClient http, URI address) {
            socket = http.newWebSocketBuilder().buildAsync(address, this).join();
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void heard(String message) {
            try {
                Map<?, ?> told = (Map<?, ?>) Json.readAny(message);
                if (told.get("id") instanceof Number id) {
                    calls.remove(id.longValue()).complete(told);
                } else if ("Page.fileChooserOpened".equals(told.get("method"))) {
                    choosers.add((Map<?, ?>) told.get("params"));
                }
            } catch (IOException notJson) {
                throw new IllegalStateException(notJson);
            }
        }

        Map<?, ?> call(String method, Map<String, ?> parameters) throws Exception {
            long id = numbers.incrementAndGet();
            CompletableFuture<Map<?, ?>> answer = new CompletableFuture<>();
            calls.put(id, answer);
            Map<String, Object> message = new HashMap<>();
            message.put("id", id);
            message.put("method", method);
            message.put("params", parameters);
            socket.sendText(Json.write(message), true).join();
            Map<?, ?> told = answer.get(TO_ANSWER.toSeconds(), TimeUnit.SECONDS);
            assertTrue(told.containsKey("result"), () -> method + ": " + told);
            return (Map<?, ?>) told.get("result");
        }

        /** The value of an expression in the page. */
        @Nullable
        Object value(String expression) throws Exception {
            Map<?, ?> told = call(
                    "Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
            return ((Map<?, ?>) told.get("result")).get("value");
        }

        void await(String what, String condition, Duration most) throws Exception {
            long end = System.nanoTime() + most.toNanos();
            while (!Boolean.TRUE.equals(value("!!(" + condition + ")"))) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("not within " + most.toSeconds() + " s: " + what + "; the page says:\n"
                            + value("location.href + '\\n' + document.body.innerText.slice(0, 2000)"));
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }

        interface Doing {
            void run() throws Exception;
        }

        /** Does something, and again every few seconds, until that has the effect. */
        void until(String what, String condition, Duration most, Doing doing) throws Exception {
            long end = System.nanoTime() + most.toNanos();
            while (true) {
                doing.run();
                try {
                    await(what, condition, AGAIN);
                    return;
                } catch (AssertionError notYet) {
                    if (System.nanoTime() > end) {
                        throw notYet;
                    }
                }
            }
        }

        /** Clicks in the middle of what an expression finds. */
        void click(String element, Duration most) throws Exception {
            call("Page.bringToFront", Map.of());
            await(element, element, most);
            List<?> at = (List<?>) value("(() => { const r = (" + element + ").getBoundingClientRect();"
                    + " return [r.x + r.width / 2, r.y + r.height / 2]; })()");
            // Lumino's menus take the item that the mouse was last moved to
            for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
                Map<String, Object> event = new HashMap<>(Map.of("type", type));
                if (!type.equals("mouseMoved")) {
                    event.putAll(Map.of("button", "left", "clickCount", 1));
                }
                event.put("x", at.get(0));
                event.put("y", at.get(1));
                call("Input.dispatchMouseEvent", event);
            }
        }

        void pressEnter() throws Exception {
            for (String type : List.of("keyDown", "keyUp")) {
                Map<String, Object> event = new HashMap<>(Map.of("type", type, "key", "Enter", "code", "Enter"));
                event.put("windowsVirtualKeyCode", 13);
                if (type.equals("keyDown")) {
                    event.put("text", "\r");
                }
                call("Input.dispatchKeyEvent", event);
            }
        }

        /** Clicks until a file chooser opens (a page that is still being laid out takes no click), and takes files in it. */
        void choose(String button, Path... files) throws Exception {
            long end = System.nanoTime() + TO_START.toNanos();
            Map<?, ?> chooser = null;
            while (chooser == null) {
                assertTrue(System.nanoTime() < end, "no file chooser was opened");
                click(button, TO_ANSWER);
                chooser = choosers.poll(AGAIN.toSeconds(), TimeUnit.SECONDS);
            }
            List<String> names = new ArrayList<>();
            for (Path file : files) {
                names.add(file.toAbsolutePath().toString());
            }
            call("DOM.setFileInputFiles", Map.of("files", names, "backendNodeId", chooser.get("backendNodeId")));
        }

        @Override
        public void close() {
            socket.abort();
        }
    }
}

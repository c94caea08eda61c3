package dev.berth.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.http.HttpRequest;
import dev.berth.link.ScriptedStream;
import dev.berth.link.ScriptedStream.Then;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EngineConnectionsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String REPLY = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n";

    private final AtomicInteger opened = new AtomicInteger();

    private EngineConnections connections(String... scripts) {
        ArrayDeque<String> left = new ArrayDeque<>(List.of(scripts));
        return new EngineConnections(() -> {
            opened.incrementAndGet();
            return new ScriptedStream(left.pop(), Then.END);
        });
    }

    private static String call(EngineConnections connections, String method) throws IOException {
        HttpRequest request = new HttpRequest(method, "/x", Map.of(), null);
        try (EngineReply reply = connections.send(request, LONG)) {
            return reply.text();
        }
    }

    @Test
    void aKeptConnectionServesTheNextRequest() throws IOException {
        EngineConnections connections = connections(REPLY + CHUNKED + REPLY);
        for (int i = 0; i < 3; i++) {
            assertEquals("OK", call(connections, "POST"));
        }
        assertEquals(1, opened.get());
        connections.close();
        assertEquals(0, connections.count());
    }

    @Test
    void aReplyThatWasNotReadIsReadOutBeforeTheNext() throws IOException {
        EngineConnections connections = connections(CHUNKED + REPLY);
        connections.send(HttpRequest.get("/x", Map.of()), LONG).close();
        assertEquals("OK", call(connections, "GET"));
        assertEquals(1, opened.get());
    }

    @Test
    void aKeptConnectionThatTheEngineEndsIsReplacedForReadsOnly() throws IOException {
        EngineConnections connections = connections(REPLY, REPLY);
        call(connections, "GET");
        assertEquals("OK", call(connections, "GET"));
        assertEquals(2, opened.get());
        assertThrows(IOException.class, () -> call(connections, "POST"));
        assertEquals(2, opened.get());
    }

    @Test
    void aReplyMayBeClosedTwice() throws IOException {
        EngineConnections connections = connections(REPLY + REPLY + REPLY);
        EngineReply reply = connections.send(HttpRequest.get("/x", Map.of()), LONG);
        reply.close();
        EngineReply next = connections.send(HttpRequest.get("/x", Map.of()), LONG);
        reply.close();
        assertEquals("OK", next.text());
        next.close();
        assertEquals(1, opened.get());
    }

    @Test
    void aClosedEngineGivesNoConnections() {
        EngineConnections connections = connections(REPLY);
        connections.close();
        assertThrows(IOException.class, () -> call(connections, "GET"));
        assertEquals(0, opened.get());
    }
}

package dev.berth.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.link.DeadlineException;
import dev.berth.link.ScriptedStream;
import dev.berth.link.ScriptedStream.Then;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpExchangeTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final HttpRequest GET = HttpRequest.get("/api?x=1", Map.of("Accept", "text/plain"));

    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static HttpReply send(String script, Then then) throws IOException {
        return HttpExchange.send(new ScriptedStream(script, then), GET, LONG, 1000);
    }

    @Test
    void sendsOneRequestAndClosesTheStream() throws IOException {
        ScriptedStream stream = new ScriptedStream("HTTP/1.1 204 No Content\r\n\r\n", Then.SILENCE);
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        HttpReply reply =
                HttpExchange.send(stream, new HttpRequest("POST", "/stop", Map.of("Host", "h"), body), LONG, 10);
        assertEquals(204, reply.status());
        assertEquals(
                "POST /stop HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}", stream.sent());
        assertTrue(stream.closed());
    }

    @Test
    void aBodyOfKnownLengthDoesNotWaitForTheEndOfTheStream() throws IOException {
        HttpReply reply = send("HTTP/1.1 200 OK\r\nContent-Type: a\r\ncontent-length: 5\r\n\r\nhello", Then.SILENCE);
        assertEquals("hello", reply.text());
        assertEquals("a", reply.headers().get("content-type"));
    }

    @Test
    void joinsChunksAndPassesOverExtensionsAndTrailers() throws IOException {
        String script = CHUNKED + "5;ext=1\r\nhello\r\nA\r\n 123456789\r\n0\r\nTrailer: t\r\n\r\n";
        assertEquals("hello 123456789", send(script, Then.SILENCE).text());
    }

    @Test
    void aBodyOfUnknownLengthGoesOnToTheEnd() throws IOException {
        assertEquals(
                "all of it", send("HTTP/1.0 200 OK\r\n\r\nall of it", Then.END).text());
    }

    @Test
    void interimRepliesArePassedOver() throws IOException {
        assertEquals(
                404,
                send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", Then.SILENCE)
                        .status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloMORE\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\n",
                "HTTP/1.1 200 OK\r\nX: 1",
                ""
            })
    void whatIsNoWholeReplyIsRefused(String script) {
        assertThrows(IOException.class, () -> send(script, Then.END));
    }

    @Test
    void aBodyThatBrokeOffIsNotTakenForAWholeOne() {
        assertThrows(BadReplyException.class, () -> send("HTTP/1.1 200 OK\r\n\r\npart", Then.BREAK));
    }

    @Test
    void headsAndBodiesAreBounded() {
        String head = "HTTP/1.1 200 OK\r\nX: " + "x".repeat(ReplyHead.LIMIT) + "\r\n\r\n";
        assertThrows(BadReplyException.class, () -> send(head, Then.SILENCE));
        String body = "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + "x".repeat(5000);
        assertThrows(BadReplyException.class, () -> send(body, Then.SILENCE));
    }

    @Test
    void aSilentServerIsLeftAtTheDeadline() {
        ScriptedStream stream = new ScriptedStream("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", Then.SILENCE);
        assertThrows(DeadlineException.class, () -> HttpExchange.send(stream, GET, Duration.ofMillis(20), 1000));
        assertTrue(stream.closed());
    }

    @Test
    void aLineEndInAHeaderIsNeverSent() {
        ScriptedStream stream = new ScriptedStream("", Then.END);
        HttpRequest request = HttpRequest.get("/", Map.of("X", "a\r\nHost: other"));
        assertThrows(IllegalArgumentException.class, () -> HttpExchange.send(stream, request, LONG, 10));
        assertEquals("", stream.sent());
        assertTrue(stream.closed());
    }
}

package dev.berth.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** HTTP servers on free loopback ports, a virtual thread for each request, and what they answer with. */
final class DemoHttp {
    private DemoHttp() {}

    static HttpServer open() {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.setExecutor(Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("demo-http").factory()));
            return http;
        } catch (IOException e) {
            throw new UncheckedIOException("no loopback port for the demo", e);
        }
    }

    static void reply(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            boolean bare = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, bare ? -1 : body.length);
            if (!bare) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    static String page(String title, String text) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>%1$s – Berth demo</title>
                <style>
                body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 38rem; margin: 4rem auto; padding: 0 1rem;
                       color: #1b2733; background: #f4f7f9 }
                h1 { font-size: 1.4rem } .mark { background: #ffd966; padding: .2rem .6rem }
                </style>
                </head>
                <body>
                <p><span class="mark">Berth demo</span></p>
                <h1>%1$s</h1>
                <p>%2$s</p>
                </body>
                </html>
                """.formatted(title, text);
    }
}

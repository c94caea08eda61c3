package dev.berth.demo;

import com.sun.net.httpserver.HttpServer;
import java.nio.charset.StandardCharsets;

/** A container's web server with one page, for who makes a tunnel to it. */
final class DemoPage implements DemoListener {
    private final int port;
    private final HttpServer http;

    private DemoPage(int port, HttpServer http) {
        this.port = port;
        this.http = http;
    }

    static void start(DemoPlace place, int port, String name) {
        HttpServer http = DemoHttp.open();
        byte[] page = DemoHttp.page("Container " + name, "A web server of Berth's demo, reached through a tunnel.")
                .getBytes(StandardCharsets.UTF_8);
        http.createContext("/", exchange -> DemoHttp.reply(exchange, 200, "text/html; charset=utf-8", page));
        http.start();
        place.listeners().put(port, new DemoPage(port, http));
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public int localPort() {
        return http.getAddress().getPort();
    }

    @Override
    public boolean loopbackOnly() {
        return false;
    }

    @Override
    public void close() {
        http.stop(0);
    }
}

package dev.berth.walk;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of this machine that nobody listens on. They lie below those that systems give to whoever asks for any, so that no
 * other program gets one of them before the test does.
 */
final class FreePort {
    private static final AtomicInteger NEXT = new AtomicInteger(23_000);

    private FreePort() {}

    static int next() throws IOException {
        while (true) {
            int port = NEXT.getAndIncrement();
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException taken) {
                // the one after it
            }
        }
    }
}

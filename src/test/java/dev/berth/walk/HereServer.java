package dev.berth.walk;

import dev.berth.lab.Lab;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server of this test at the address that the lab's boxes know this machine by, for the far end of a tunnel. */
final class HereServer implements AutoCloseable {
    interface Service {
        void serve(Socket client) throws IOException;
    }

    private final ServerSocket server;

    private HereServer(ServerSocket server) {
        this.server = server;
    }

    static HereServer start(Service service) throws IOException {
        ServerSocket server = new ServerSocket(0, 1024, InetAddress.ofLiteral(address()));
        Thread.ofVirtual().start(() -> accept(server, service));
        return new HereServer(server);
    }

    private static void accept(ServerSocket server, Service service) {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> {
                    try (client) {
                        service.serve(client);
                    } catch (IOException left) {
                        // a probe, which says nothing; the test tells what its clients missed
                    }
                });
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** The first address of the boxes' network. */
    static String address() throws IOException {
        return Lab.run("ssh-config").replaceFirst("(?s).*?HostName (\\S+)\\.\\d+\n.*", "$1.1");
    }

    /** As a tunnel's far end. */
    String end() throws IOException {
        return address() + ":" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.ssh.EmbeddedSshd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that stop answering somewhere on the way to a session: each is given up, and the sentence tells where it was. */
@Timeout(600)
class SilentServersIT {
    @TempDir
    private Path folder;

    /** Takes connections, says its word and nothing more. */
    private static final class Silent implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> taken = new ArrayList<>();

        Silent(String word) throws IOException {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        Socket socket = server.accept();
                        taken.add(socket);
                        socket.getOutputStream().write(word.getBytes(StandardCharsets.UTF_8));
                    }
                } catch (IOException closed) {
                    // the test is over
                }
            });
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() {
            try {
                server.close();
                for (Socket socket : taken) {
                    socket.close();
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private static String host(String alias, int port, String... lines) {
        return "Host " + alias + "\n  HostName 127.0.0.1\n  Port " + port + "\n  " + String.join("\n  ", lines) + "\n";
    }

    private String config(Silent mute, Silent greeting, EmbeddedSshd none, EmbeddedSshd undecided, EmbeddedSshd door)
            throws IOException {
        return host("mute", mute.port())
                + host("greeting", greeting.port())
                + host("none", none.port())
                + host("undecided", undecided.port())
                + host("behind-greeting", none.port(), "ProxyJump greeting")
                + host("behind-door", greeting.port(), "ProxyJump door")
                + host("door", door.port())
                + "Host *\n  User " + EmbeddedSshd.USER + "\n  IdentityFile " + folder.resolve("id")
                + "\n  IdentitiesOnly yes\n  StrictHostKeyChecking no\n  UserKnownHostsFile /dev/null\n"
                + "  GlobalKnownHostsFile /dev/null\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"sshj", "mux"})
    void eachIsGivenUpWithASentence(String link) throws Exception {
        KeyPair key = EmbeddedSshd.newKey();
        Files.setPosixFilePermissions(
                EmbeddedSshd.write(key, folder.resolve("id"), null), PosixFilePermissions.fromString("rw-------"));
        Map<String, String> told = Map.of(
                "mute", "took the connection but did not speak SSH in time",
                "greeting", "took the connection but did not speak SSH in time",
                "none", "did not decide on the login in time",
                "undecided", "did not decide on the login in time",
                "behind-greeting", "greeting",
                "behind-door", "took the connection but did not speak SSH in time");
        try (Silent mute = new Silent("");
                Silent greeting = new Silent("SSH-2.0-Greeting\r\n");
                EmbeddedSshd none = new EmbeddedSshd().lettingInVisitors("").start();
                EmbeddedSshd undecided = new EmbeddedSshd().undecided().start();
                EmbeddedSshd door =
                        new EmbeddedSshd().keysOnly().accepting(key.getPublic()).start()) {
            Path file = Files.writeString(folder.resolve("config"), config(mute, greeting, none, undecided, door));
            try (BerthProgram world = new BerthProgram(file).configured("link: " + link)) {
                List<String> line = new ArrayList<>(List.of("connect", "--no-input"));
                line.addAll(told.keySet());

                world.run(line.toArray(String[]::new)).fails(5, "behind-door");

                for (Map<String, Object> row : world.run("hosts", "--json").ok().rows()) {
                    String host = String.valueOf(row.get("host"));
                    String reason = String.valueOf(row.get("reason"));
                    assertEquals(
                            !host.equals("door") && !host.equals("local"),
                            told.containsKey(host) && reason.contains(told.getOrDefault(host, "?")),
                            () -> row.toString());
                }
            }
        }
    }
}

package dev.berth.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Container;
import dev.berth.api.ListeningPort;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.link.Children;
import dev.berth.link.CommandJournal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script on this machine, as the host that it looks at. */
class PortLookTest {
    @BeforeAll
    static void linux() {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "only Linux has /proc/net/tcp");
    }

    private static PortLook look(String path) {
        return new PortLook("here", new Children(path), CommandJournal.NONE);
    }

    private static PortLook look() {
        return look(Objects.requireNonNull(System.getenv("PATH")));
    }

    private static Container container(String name, String network) {
        String id = "0123456789abcdef".repeat(4);
        return new Container("here", id, name, "x", "running", "Up", Instant.EPOCH, null, List.of(), null, network);
    }

    @Test
    void aListenerIsFoundWithItsProcessAndGoneWhenItIsClosed() throws Exception {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        try (server) {
            List<ListeningPort> found = look().everywhere(List.of(), null).ports();
            ListeningPort ours = found.stream()
                    .filter(port -> port.port() == server.getLocalPort())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(found));
            assertEquals(ProcessHandle.current().pid(), ours.pid());
            assertEquals("java", ours.process());
            assertEquals("127.0.0.1", ours.address());
        }
        assertTrue(look().everywhere(List.of(), null).ports().stream()
                .noneMatch(port -> port.port() == server.getLocalPort()));
    }

    @Test
    void aContainerThatTheHostDoesNotShowIsNamedAndOneOnTheHostsNetworkIsNot() throws Exception {
        Reply.Ports ports =
                look().everywhere(List.of(container("hidden", "bridge"), container("shared", "host")), null);
        assertEquals(List.of("hidden"), ports.untold());
    }

    @Test
    void aHostWithoutTheToolsIsNotTakenForOneWhereNothingListens(@TempDir Path bare) throws Exception {
        Files.createSymbolicLink(bare.resolve("sh"), Path.of("/bin/sh"));
        ProblemException refused =
                assertThrows(ProblemException.class, () -> look(bare.toString()).everywhere(List.of(), null));
        assertEquals(Code.COMMAND_FAILED, refused.problem().code());
        assertTrue(
                refused.problem().message().contains("here could not be read: there is no grep"),
                () -> refused.problem().message());
    }
}

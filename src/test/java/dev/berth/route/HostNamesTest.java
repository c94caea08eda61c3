package dev.berth.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.LinkKind;
import dev.berth.link.ByteStream;
import dev.berth.link.Command;
import dev.berth.link.Link;
import dev.berth.link.OpenRefusedException;
import dev.berth.link.OpenRefusedException.Reason;
import dev.berth.link.RemoteCommand;
import dev.berth.link.RemoteListener;
import dev.berth.link.RemotePty;
import dev.berth.route.Refusal.Why;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where connections to names go. */
@Timeout(30)
class HostNamesTest {
    /** What getent prints. */
    private String printed = "10.1.2.3        STREAM db\n10.1.2.3        DGRAM  \nfd00::7         STREAM \n";

    private @Nullable OpenRefusedException noCommands;
    private boolean hangs;

    /** Addresses that are refused, with the reason. */
    private final List<String> closed = new ArrayList<>();

    private Reason refusal = Reason.CONNECT_FAILED;

    /** What the host was asked for, in order. */
    private final List<String> asked = new ArrayList<>();

    private final HostNames names = new HostNames(new Scripted(), Duration.ofSeconds(1));

    private String opened(String name) throws IOException {
        asked.clear();
        names.tcp(name, 80);
        return String.join(" ", asked);
    }

    @Test
    void aNameIsLookedUpFirstAndItsAddressesAreTriedInTurn() throws Exception {
        assertEquals("getent:db 10.1.2.3", opened("db"));
        closed.add("10.1.2.3");
        assertEquals("10.1.2.3 fd00::7", opened("db"), "what was found a moment ago is known");
        closed.add("fd00::7");
        assertThrows(OpenRefusedException.class, () -> opened("db"));
    }

    @Test
    void anAddressAndLocalhostNeedNoLook() throws Exception {
        assertEquals("10.9.9.9", opened("10.9.9.9"));
        assertEquals("fd00::1", opened("fd00::1"));
        assertEquals("localhost", opened("localhost"));
    }

    @Test
    void whereOnlyTheNameIsPermittedTheNameIsUsed() throws Exception {
        closed.add("10.1.2.3");
        refusal = Reason.PROHIBITED;
        assertEquals("getent:db 10.1.2.3 db", opened("db"));
    }

    /** No getent there, commands forbidden, or a name that it does not know: sshd tells. */
    @Test
    void whatTheHostDoesNotTellIsLeftToSshd() throws Exception {
        printed = "";
        assertEquals("getent:db db", opened("db"));
        noCommands = new OpenRefusedException(Reason.PROHIBITED, "no commands here");
        assertEquals("getent:other other", opened("other"));
    }

    @Test
    void aBusyHostIsNoSlowNameServer() {
        noCommands = new OpenRefusedException(Reason.BUSY, "all in use");
        OpenRefusedException busy = assertThrows(OpenRefusedException.class, () -> opened("db"));
        assertEquals(Why.BUSY, Refusal.of(busy).why());
    }

    @Test
    void aLookupThatHangsIsToldAndSshdIsNotAsked() {
        hangs = true;
        OpenRefusedException hanging = assertThrows(OpenRefusedException.class, () -> opened("db"));
        assertEquals(Why.NAME_HANGS, Refusal.of(hanging).why());
        assertEquals(List.of("getent:db"), asked);
        assertThrows(OpenRefusedException.class, () -> opened("db"));
        assertTrue(asked.isEmpty(), "nor is the host's resolver, for a while");
    }

    private final class Scripted implements Link {
        @Override
        public LinkKind kind() {
            return LinkKind.SSHJ;
        }

        @Override
        public RemoteCommand start(Command command) throws IOException {
            asked.add("getent:" + command.argv().getLast());
            if (noCommands != null) {
                throw noCommands;
            }
            return new Getent();
        }

        @Override
        public ByteStream tcp(String address, int port) throws IOException {
            asked.add(address);
            if (closed.contains(address)) {
                throw new OpenRefusedException(refusal, "Connection refused");
            }
            return new ByteStream() {
                @Override
                public InputStream input() {
                    return InputStream.nullInputStream();
                }

                @Override
                public OutputStream output() {
                    return OutputStream.nullOutputStream();
                }

                @Override
                public boolean inputFinished() {
                    return false;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public RemotePty pty(@Nullable Command command, String term, int columns, int rows) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ByteStream unix(String path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RemoteListener listen(String address, int port, Consumer<ByteStream> accepted) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public CompletableFuture<String> gone() {
            return new CompletableFuture<>();
        }

        @Override
        public @Nullable Duration roundTrip() {
            return null;
        }

        @Override
        public void close() {}
    }

    private final class Getent implements RemoteCommand {
        private final CompletableFuture<Void> ended = new CompletableFuture<>();

        @Override
        public OutputStream stdin() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream stdout() {
            if (!hangs) {
                return new ByteArrayInputStream(printed.getBytes(UTF_8));
            }
            return new InputStream() {
                @Override
                public int read() {
                    ended.join();
                    return -1;
                }
            };
        }

        @Override
        public InputStream stderr() {
            return InputStream.nullInputStream();
        }

        @Override
        public int await(Duration deadline) {
            return printed.isEmpty() ? 2 : 0;
        }

        @Override
        public void close() {
            ended.complete(null);
        }
    }
}

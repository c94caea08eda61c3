package dev.berth.mux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;

/**
 * A pseudo-terminal of this machine, whose program side the master takes for the terminal of a session: it reads size and
 * modes from it. Two platform threads carry what passes, since nobody may wait for a terminal on a virtual thread.
 */
final class Terminal {
    private static final int CHUNK = 32 << 10;

    private final int descriptor;
    private final int programSide;
    private final Doors.Pair typed;
    private final Doors.Pair printed;
    private final CountDownLatch carrying = new CountDownLatch(2);
    private boolean closed;

    private Terminal(int descriptor, int programSide, Doors.Pair typed, Doors.Pair printed) {
        this.descriptor = descriptor;
        this.programSide = programSide;
        this.typed = typed;
        this.printed = printed;
    }

    static Terminal open(Doors doors, int columns, int rows) throws IOException {
        int descriptor = Posix.openTerminal();
        Posix.resize(descriptor, columns, rows);
        return new Terminal(descriptor, Posix.openProgramSide(descriptor), doors.pair(), doors.pair());
    }

    /** For the master, which takes it before {@link #begin}. */
    int programSide() {
        return programSide;
    }

    /** What a person types goes in here. */
    SocketChannel typed() {
        return typed.near();
    }

    /** What the session prints comes out here. */
    SocketChannel printed() {
        return printed.near();
    }

    /** Carries from now on. The master has read the modes: the host's terminal does the rest. */
    void begin() throws IOException {
        Posix.raw(programSide);
        Posix.close(programSide);
        carry("mux-typed", typed.far(), descriptor, typed.far());
        carry("mux-printed", descriptor, printed.far(), printed.far());
        Thread.ofVirtual().name("mux-terminal").start(this::awaitEnd);
    }

    /** The master did not take it. */
    void abandon() {
        Posix.close(programSide);
        Posix.close(typed.far());
        Posix.close(printed.far());
        carrying.countDown();
        carrying.countDown();
        awaitEnd();
    }

    private void carry(String name, int from, int to, int closing) {
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment buffer = arena.allocate(CHUNK);
                for (int n; (n = Posix.read(from, buffer)) > 0; ) {
                    Posix.write(to, buffer.asSlice(0, n));
                }
            } catch (IOException ended) {
                // the end of a pseudo-terminal is an error on Linux
            } finally {
                Posix.close(closing);
                carrying.countDown();
            }
        });
    }

    private void awaitEnd() {
        try {
            carrying.await();
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            closed = true;
            Posix.close(descriptor);
        }
    }

    synchronized void resize(int columns, int rows, Pulse pulse) throws IOException {
        if (!closed) {
            Posix.resize(descriptor, columns, rows);
            Posix.windowChanged(pulse.process());
        }
    }
}

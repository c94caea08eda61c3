package dev.berth.mux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The system calls that Java has no class for: to hand a descriptor to another process, and to open a pseudo-terminal.
 * The one place that knows how Linux and macOS lay out what these calls take. Each call may block its carrier: for
 * platform threads only.
 */
final class Posix {
    private static final boolean MAC = System.getProperty("os.name", "").startsWith("Mac");

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOL_SOCKET = MAC ? 0xffff : 1;
    private static final int SCM_RIGHTS = 1;
    private static final short POLLIN = 1;
    private static final int O_RDWR = 2;
    private static final int O_NOCTTY = MAC ? 0x20000 : 0x100;
    private static final long TIOCSWINSZ = MAC ? 0x80087467L : 0x5414;
    private static final int SIGWINCH = 28;

    /** Larger than any system's struct termios. */
    private static final long TERMIOS = 256;

    private static final Linker LINKER = Linker.nativeLinker();

    private static final MethodHandle SOCKET =
            call("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CONNECT =
            call("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SENDMSG =
            call("sendmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle POLL = call("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle READ =
            call("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            call("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle SHUTDOWN = call("shutdown", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle OPENPT = call("posix_openpt", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle GRANTPT = call("grantpt", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle UNLOCKPT = call("unlockpt", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle PTSNAME = call("ptsname", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    private static final MethodHandle OPEN = call("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle IOCTL = call(
            "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle TCGETATTR = call("tcgetattr", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle CFMAKERAW = call("cfmakeraw", FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle TCSETATTR =
            call("tcsetattr", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle KILL = call("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private Posix() {}

    @SuppressWarnings("restricted") // what these calls are for
    private static MethodHandle call(String name, FunctionDescriptor shape, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, options);
    }

    /** A connection to a Unix socket, as a descriptor that the caller closes. */
    static int connect(Path socket) throws IOException {
        byte[] path = socket.toString().getBytes(StandardCharsets.UTF_8);
        int descriptor = (int) checked("socket", run(SOCKET, AF_UNIX, SOCK_STREAM, 0));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(2L + path.length + 1);
            if (MAC) {
                address.set(JAVA_BYTE, 0, (byte) address.byteSize());
                address.set(JAVA_BYTE, 1, (byte) AF_UNIX);
            } else {
                address.set(JAVA_SHORT, 0, (short) AF_UNIX);
            }
            MemorySegment.copy(path, 0, address, JAVA_BYTE, 2, path.length);
            checked("connect", run(CONNECT, descriptor, address, (int) address.byteSize()));
            return descriptor;
        } catch (IOException refused) {
            close(descriptor);
            throw refused;
        }
    }

    /** Hands a descriptor to the process at the other end of a socket, with one byte that carries it. */
    static void sendDescriptor(int over, int descriptor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment vector = arena.allocate(16, 8);
            vector.set(ADDRESS, 0, arena.allocate(1));
            vector.set(JAVA_LONG, 8, 1);
            checked("sendmsg", run(SENDMSG, over, message(arena, vector, rights(arena, descriptor)), 0));
        }
    }

    private static MemorySegment rights(Arena arena, int descriptor) {
        int head = MAC ? 12 : 16;
        MemorySegment control = arena.allocate(MAC ? 16 : 24, 8);
        if (MAC) {
            control.set(JAVA_INT, 0, head + 4);
        } else {
            control.set(JAVA_LONG, 0, head + 4);
        }
        control.set(JAVA_INT, head - 8, SOL_SOCKET);
        control.set(JAVA_INT, head - 4, SCM_RIGHTS);
        control.set(JAVA_INT, head, descriptor);
        return control;
    }

    /** struct msghdr: two of its lengths are narrower on macOS. */
    private static MemorySegment message(Arena arena, MemorySegment vector, MemorySegment control) {
        MemorySegment message = arena.allocate(56, 8);
        message.set(ADDRESS, 16, vector);
        message.set(ADDRESS, 32, control);
        if (MAC) {
            message.set(JAVA_INT, 24, 1);
            message.set(JAVA_INT, 40, (int) control.byteSize());
        } else {
            message.set(JAVA_LONG, 24, 1);
            message.set(JAVA_LONG, 40, control.byteSize());
        }
        return message;
    }

    /** Whether there is something to read, or an end, before the time is over. */
    static boolean readable(int descriptor, Duration limit) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment poll = arena.allocate(8, 4);
            poll.set(JAVA_INT, 0, descriptor);
            poll.set(JAVA_SHORT, 4, POLLIN);
            int millis = Math.clamp(limit.toMillis(), 0, Integer.MAX_VALUE);
            return checked("poll", run(POLL, poll, 1, millis)) > 0;
        }
    }

    /** Reads what there is into {@code buffer}; 0 at the end. */
    static int read(int descriptor, MemorySegment buffer) throws IOException {
        return (int) checked("read", run(READ, descriptor, buffer, buffer.byteSize()));
    }

    static void write(int descriptor, MemorySegment bytes) throws IOException {
        for (long at = 0; at < bytes.byteSize(); ) {
            MemorySegment rest = bytes.asSlice(at);
            at += checked("write", run(WRITE, descriptor, rest, rest.byteSize()));
        }
    }

    /** Ends both directions of a socket: whoever reads from it finds the end. The descriptor stays. */
    static void shutdown(int descriptor) {
        run(SHUTDOWN, descriptor, 2);
    }

    static void close(int descriptor) {
        run(CLOSE, descriptor);
    }

    /** A new pseudo-terminal's side for who plays the terminal. */
    static int openTerminal() throws IOException {
        int terminal = (int) checked("posix_openpt", run(OPENPT, O_RDWR | O_NOCTTY));
        checked("grantpt", run(GRANTPT, terminal));
        checked("unlockpt", run(UNLOCKPT, terminal));
        return terminal;
    }

    /** The program's side of a pseudo-terminal. */
    static int openProgramSide(int terminal) throws IOException {
        // ptsname answers in memory that the next call overwrites
        synchronized (Posix.class) {
            MemorySegment name = (MemorySegment) invoke(PTSNAME, terminal);
            return (int) checked("open", run(OPEN, name, O_RDWR | O_NOCTTY));
        }
    }

    static void resize(int terminal, int columns, int rows) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(MemoryLayout.sequenceLayout(4, JAVA_SHORT));
            size.setAtIndex(JAVA_SHORT, 0, (short) rows);
            size.setAtIndex(JAVA_SHORT, 1, (short) columns);
            checked("ioctl", run(IOCTL, terminal, TIOCSWINSZ, size));
        }
    }

    /** Has the terminal pass bytes as they are, both ways. */
    static void raw(int descriptor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment settings = arena.allocate(TERMIOS, 8);
            checked("tcgetattr", run(TCGETATTR, descriptor, settings));
            invoke(CFMAKERAW, settings);
            checked("tcsetattr", run(TCSETATTR, descriptor, 0, settings));
        }
    }

    /** Tells a process that a terminal's size has changed. */
    static void windowChanged(long process) {
        run(KILL, (int) process, SIGWINCH);
    }

    private static long checked(String call, long result) throws IOException {
        if (result < 0) {
            throw new IOException(call + " failed");
        }
        return result;
    }

    private static long run(MethodHandle call, Object... arguments) {
        return ((Number) invoke(call, arguments)).longValue();
    }

    @SuppressWarnings("NullAway") // only a call without a result answers null, and nobody looks at that
    private static Object invoke(MethodHandle call, Object... arguments) {
        try {
            return call.invokeWithArguments(arguments);
        } catch (Throwable impossible) {
            throw new IllegalStateException("a system call was called wrongly", impossible);
        }
    }
}

package dev.berth.tunnel;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.link.ChildStart;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The TCP ports of this machine. */
public final class LocalPorts {
    private static final Path PROC = Path.of("/proc");
    /** TCP_LISTEN of the kernel's tcp_states.h, as /proc/net/tcp writes it. */
    private static final String LISTENING = "0A";

    private LocalPorts() {}

    /** A program that listens. */
    public record Holder(long pid, String program) {}

    /** Whether a tunnel could bind the port now, on every loopback address that the machine has. */
    public static boolean free(int port) {
        for (String address : TunnelSpec.LOOPBACK) {
            InetAddress loopback = InetAddress.ofLiteral(address);
            if (Sockets.present(loopback) && !bindable(loopback, port)) {
                return false;
            }
        }
        return true;
    }

    /** The first free port from {@code from} on; 0 where there is none. */
    public static int nextFree(int from) {
        // a user who may not have port 80 expects 8080, not 1024
        int start = from < 1024 && !free(from) ? from + 8000 : from;
        for (int port = start; port <= 65535; port++) {
            if (free(port)) {
                return port;
            }
        }
        return 0;
    }

    /** @throws ProblemException USAGE where there is no such port */
    public static int valid(int port) throws ProblemException {
        if (!TunnelSpec.isPort(port)) {
            throw Problem.of(
                            Problem.Code.USAGE,
                            "Local port " + port + " is none: ports go from 1 to 65535.",
                            "Name another, or auto.")
                    .asException();
        }
        return port;
    }

    /** Why a port could not be bound. */
    static Problem refused(int port, IOException why) {
        return String.valueOf(why.getMessage()).contains("Permission denied") ? privileged(port) : taken(port);
    }

    private static Problem privileged(int port) {
        int next = nextFree(port);
        String suggestion = String.valueOf(next);
        return new Problem(
                Problem.Code.PORT_IN_USE,
                "Only root may listen on port " + port + " of this machine.",
                "Take another local port, such as " + suggestion + " (--local-port " + suggestion + ", or auto).",
                suggestion);
    }

    /** That a port is taken: who holds it, and the next free one to take instead. */
    public static Problem taken(int port) {
        Holder holder = holder(port);
        int next = port == 65535 ? 0 : nextFree(port + 1);
        String suggestion = next == 0 ? null : String.valueOf(next);
        return new Problem(
                Problem.Code.PORT_IN_USE,
                "Port " + port + " of this machine " + words(holder) + ".",
                suggestion == null
                        ? null
                        : "Take another local port, such as " + suggestion + " (--local-port " + suggestion
                                + ", or auto).",
                suggestion);
    }

    private static String words(@Nullable Holder holder) {
        if (holder == null) {
            return "is taken by another user's program";
        }
        String pid = " (pid " + holder.pid() + ")";
        boolean ours = holder.pid() == ProcessHandle.current().pid();
        return "is taken by " + (ours ? "Berth itself" : holder.program()) + pid;
    }

    private static boolean bindable(InetAddress address, int port) {
        return ChildStart.apart(() -> {
            try (ServerSocketChannel bound = Sockets.listen(address, port)) {
                return bound.isOpen();
            } catch (IOException taken) {
                return false;
            }
        });
    }

    /** Who listens on a port; null where nobody does, or where it can't be told: another user's, or no Linux. */
    public static @Nullable Holder holder(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            listening(PROC.resolve(table), port, sockets);
        }
        if (sockets.isEmpty()) {
            return null;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, sockets)) {
                    return new Holder(Long.parseLong(process.getFileName().toString()), program(process));
                }
            }
        } catch (IOException unreadable) {
            return null;
        }
        return null;
    }

    /** Adds the sockets that listen on the port, as the links in /proc/PID/fd name them. */
    private static void listening(Path table, int port, Set<String> sockets) {
        String suffix = ":%04X".formatted(port);
        try (var lines = Files.lines(table)) {
            for (String line : (Iterable<String>) lines::iterator) {
                String[] cells = line.strip().split("\\s+", 11);
                if (cells.length > 9 && cells[3].equals(LISTENING) && cells[1].endsWith(suffix)) {
                    sockets.add("socket:[" + cells[9] + "]");
                }
            }
        } catch (IOException | java.io.UncheckedIOException noSuchTable) {
            // no Linux, or no IPv6
        }
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : open) {
                if (sockets.contains(target(descriptor))) {
                    return true;
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException anotherUsersOrGone) {
            return false;
        }
        return false;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    private static String program(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException gone) {
            return "a program";
        }
    }
}

package dev.berth.route;

import dev.berth.api.LinkKind;
import dev.berth.link.ByteStream;
import dev.berth.link.Command;
import dev.berth.link.DeadlineException;
import dev.berth.link.Link;
import dev.berth.link.OpenRefusedException;
import dev.berth.link.OpenRefusedException.Reason;
import dev.berth.link.Output;
import dev.berth.link.RemoteCommand;
import dev.berth.link.Runs;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Forwards to names of a host. sshd itself looks a name up while all else on its connection stands still, for as long as a
 * name server does not answer; the watchdog would take the link for dead. So a command of ours looks first, and sshd gets
 * an address. One for each link; safe for use by several threads.
 */
public final class HostNames {
    private static final Logger LOG = Logger.getLogger(HostNames.class.getName());

    /** The resolver's own limit is 5 s a try and server; a healthy one needs milliseconds. */
    private static final Duration DEADLINE = Duration.ofSeconds(8);

    /** A lookup that failed this late was given up, not answered. */
    private static final Duration GIVEN_UP = Duration.ofSeconds(4);

    /** A browser's proxy asks for the same few names again and again. */
    private static final Duration KEPT = Duration.ofSeconds(15);

    private static final int LIMIT = 16 << 10;

    private final Link link;
    private final Duration deadline;
    private final Map<String, Lookup> lookups = new ConcurrentHashMap<>();

    private record Lookup(CompletableFuture<List<String>> addresses, long asked) {
        boolean old() {
            return System.nanoTime() - asked > KEPT.toNanos();
        }
    }

    public HostNames(Link link) {
        this(link, DEADLINE);
    }

    HostNames(Link link, Duration deadline) {
        this.link = link;
        this.deadline = deadline;
    }

    /** A connection to a port of a name, or of an address. */
    ByteStream tcp(String name, int port) throws IOException {
        if (!isLookedUp(name)) {
            return link.tcp(name, port);
        }
        IOException failure = null;
        for (String address : addresses(name)) {
            try {
                return link.tcp(address, port);
            } catch (OpenRefusedException refused) {
                if (refused.reason() != Reason.CONNECT_FAILED) {
                    // PermitOpen may allow the name alone
                    return link.tcp(name, port);
                }
                failure = refused;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return link.tcp(name, port);
    }

    /** This machine looks up each name apart, and every host has localhost in a file. */
    private boolean isLookedUp(String name) {
        if (link.kind() == LinkKind.LOCAL || name.startsWith("-") || name.equalsIgnoreCase("localhost")) {
            return false;
        }
        return literal(name) == null;
    }

    private static @Nullable InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException aName) {
            return null;
        }
    }

    /** Empty where the host does not tell, but tells so at once: then nor will sshd be kept waiting. */
    private List<String> addresses(String name) throws IOException {
        lookups.values().removeIf(Lookup::old);
        Lookup mine = new Lookup(new CompletableFuture<>(), System.nanoTime());
        Lookup before = lookups.putIfAbsent(name, mine);
        if (before == null) {
            look(name, mine.addresses);
        }
        try {
            return (before == null ? mine : before).addresses.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof OpenRefusedException refused) {
                throw refused;
            }
            throw new IOException(failed.getCause());
        }
    }

    private void look(String name, CompletableFuture<List<String>> result) {
        try {
            result.complete(look(name));
        } catch (IOException | RuntimeException failed) {
            result.completeExceptionally(failed);
        }
    }

    private List<String> look(String name) throws IOException {
        Command command = Command.of("getent", "ahosts", name);
        RemoteCommand running;
        try {
            running = link.start(command);
        } catch (OpenRefusedException refused) {
            if (refused.reason() == Reason.BUSY) {
                throw refused;
            }
            LOG.log(Level.FINE, "no command may look a name up", refused);
            return List.of();
        }
        long start = System.nanoTime();
        Output output;
        try {
            output = Runs.toEnd(running, command.line(), new byte[0], deadline, LIMIT);
        } catch (DeadlineException hangs) {
            throw hangs(name);
        }
        if (!output.ok() && System.nanoTime() - start > GIVEN_UP.toNanos()) {
            throw hangs(name);
        }
        return output.ok() ? parse(output.out()) : List.of();
    }

    private static OpenRefusedException hangs(String name) {
        return new OpenRefusedException(Reason.CONNECT_FAILED, name + ": " + Refusal.LOOKUP_HANGS);
    }

    /** Lines of {@code address kind name}; an address comes once for each kind of socket. */
    static List<String> parse(String output) {
        Set<String> addresses = new LinkedHashSet<>();
        output.lines().forEach(line -> {
            String address = line.strip().split("\\s", 2)[0];
            if (literal(address) != null) {
                addresses.add(address);
            }
        });
        return List.copyOf(addresses);
    }
}

package dev.berth.ssh;

import dev.berth.ssh.Destination.AddressFamily;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks names up, with a time limit: the resolver itself knows none. */
final class Names {
    private static final long LIMIT_SECONDS = 10;

    private Names() {}

    /** Nothing in the configuration says where that word leads, so it must be a name that resolves. */
    static boolean plain(Destination destination, String word) {
        return destination.hostName().equalsIgnoreCase(word)
                && destination.jumps().isEmpty()
                && destination.proxyCommand() == null;
    }

    /** False only where the answer is that there is no such name. */
    static boolean resolves(String name) throws InterruptedException {
        try {
            addresses(name, AddressFamily.ANY);
            return true;
        } catch (UnknownHostException none) {
            return false;
        } catch (IOException slow) {
            return true;
        }
    }

    /** @throws UnknownHostException where there is no such name */
    static List<InetAddress> addresses(String name, AddressFamily family) throws IOException, InterruptedException {
        List<InetAddress> all = lookUp(name).stream()
                .filter(address -> family == AddressFamily.ANY
                        || address instanceof Inet6Address == (family == AddressFamily.INET6))
                .toList();
        if (all.isEmpty()) {
            throw new UnknownHostException(name);
        }
        return all;
    }

    private static List<InetAddress> lookUp(String name) throws IOException, InterruptedException {
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("resolve").start(() -> {
            try {
                answer.complete(Arrays.asList(InetAddress.getAllByName(name)));
            } catch (UnknownHostException | RuntimeException none) {
                answer.completeExceptionally(none);
            }
        });
        try {
            return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new IOException("the name server did not answer", late);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownHostException unknown) {
                throw unknown;
            }
            throw new IOException(failed.getCause());
        }
    }

    /** As {@code uname -n} has it, where the machine knows its own name. */
    static String ofThisMachine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}

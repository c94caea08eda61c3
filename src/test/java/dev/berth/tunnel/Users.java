package dev.berth.tunnel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Virtual users of a pipe. Each connection is a deed drawn from a seed, which its server is told first, so that both ends
 * know every byte that has to pass. What a user misses is told with the seed.
 */
public final class Users {
    /** A client that waits longer than this has lost something. */
    private static final int PATIENCE_MILLIS = 60_000;

    private static final int LARGEST = 400_000;

    private enum Deed {
        /** Sends all, ends that direction, and gets the answer then. */
        CLIENT_ENDS_FIRST,
        /** Gets all and its end, and sends then. */
        SERVER_ENDS_FIRST,
        BOTH_AT_ONCE,
        SMALL_TALK,
        CLIENT_ABORTS,
        SERVER_ABORTS
    }

    /** Downloads that have been broken off by their client, by number: whether the server noticed. */
    private final Map<Long, Boolean> aborted = new ConcurrentHashMap<>();

    private final Queue<String> missed = new ConcurrentLinkedQueue<>();
    private final boolean resetsPass;

    /** @param resetsPass a server's reset reaches its client as one; sshd tells it as an end */
    public Users(boolean resetsPass) {
        this.resetsPass = resetsPass;
    }

    /** @param number tells connections of one run apart */
    private record Plan(Deed deed, long seed, long number, int up, int down) {
        static Plan read(DataInputStream in) throws IOException {
            return new Plan(
                    Deed.values()[in.readUnsignedByte()], in.readLong(), in.readLong(), in.readInt(), in.readInt());
        }

        void write(DataOutputStream out) throws IOException {
            out.writeByte(deed.ordinal());
            out.writeLong(seed);
            out.writeLong(number);
            out.writeInt(up);
            out.writeInt(down);
        }
    }

    /** The server's half of a plan. */
    public void serve(Socket client) throws IOException {
        client.setTcpNoDelay(true);
        client.setSoTimeout(PATIENCE_MILLIS);
        Plan plan = Plan.read(new DataInputStream(client.getInputStream()));
        try {
            serve(plan, client);
        } catch (IOException failed) {
            missed.add(plan + ", server: " + failed);
        }
    }

    private void serve(Plan plan, Socket client) throws IOException {
        switch (plan.deed) {
            case CLIENT_ENDS_FIRST -> {
                check(plan, "server", receive(client, plan.up, true), digest(plan.seed, plan.up));
                send(client, plan.seed + 1, plan.down, true);
            }
            case SERVER_ENDS_FIRST -> {
                send(client, plan.seed + 1, plan.down, true);
                check(plan, "server", receive(client, plan.up, true), digest(plan.seed, plan.up));
            }
            case BOTH_AT_ONCE -> {
                Thread sender = Thread.ofVirtual().start(() -> sendQuietly(client, plan.seed + 1, plan.down));
                check(plan, "server", receive(client, plan.up, true), digest(plan.seed, plan.up));
                join(sender);
            }
            case SMALL_TALK -> client.getInputStream().transferTo(client.getOutputStream());
            case CLIENT_ABORTS -> {
                boolean noticed = false;
                try {
                    while (true) {
                        send(client, plan.seed, 10_000, false);
                    }
                } catch (IOException broken) {
                    noticed = true;
                } finally {
                    aborted.put(plan.number, noticed);
                }
            }
            case SERVER_ABORTS -> {
                send(client, plan.seed + 1, plan.down, false);
                receive(client, 1, false);
                client.setSoLinger(true, 0);
                client.close();
            }
        }
    }

    /** Has so many users do so many deeds each, all at once. Fails with what was missed. */
    public void run(long seed, int users, int deeds, InetSocketAddress through) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            long first = (long) user * deeds;
            Random random = new Random(seed * 7919 + user);
            threads.add(Thread.ofVirtual().name("user-" + user).start(() -> {
                for (int i = 0; i < deeds; i++) {
                    one(plan(random, first + i), through);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertTrue(missed.isEmpty(), () -> "with seed " + seed + ": " + missed);
    }

    private static Plan plan(Random random, long number) {
        Deed deed = Deed.values()[random.nextInt(Deed.values().length)];
        return new Plan(deed, random.nextLong(), number, size(random), size(random));
    }

    /** Nothing, a byte, and all around the sizes of buffers and windows. */
    private static int size(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> 1 + random.nextInt(3);
            case 2 -> 32_768 * (1 + random.nextInt(4)) - 1 + random.nextInt(3);
            default -> random.nextInt(LARGEST);
        };
    }

    private void one(Plan plan, InetSocketAddress through) {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(through);
            plan.write(new DataOutputStream(socket.getOutputStream()));
            use(plan, socket);
        } catch (IOException | RuntimeException failed) {
            missed.add(plan + ": " + failed);
        }
    }

    private void use(Plan plan, Socket socket) throws IOException {
        switch (plan.deed) {
            case CLIENT_ENDS_FIRST -> {
                send(socket, plan.seed, plan.up, true);
                check(plan, "client", receive(socket, plan.down, true), digest(plan.seed + 1, plan.down));
            }
            case SERVER_ENDS_FIRST -> {
                check(plan, "client", receive(socket, plan.down, true), digest(plan.seed + 1, plan.down));
                send(socket, plan.seed, plan.up, true);
            }
            case BOTH_AT_ONCE -> {
                Thread sender = Thread.ofVirtual().start(() -> sendQuietly(socket, plan.seed, plan.up));
                check(plan, "client", receive(socket, plan.down, true), digest(plan.seed + 1, plan.down));
                join(sender);
            }
            case SMALL_TALK -> {
                Random random = new Random(plan.seed);
                for (int i = 0; i < 50; i++) {
                    byte[] word = new byte[1 + random.nextInt(20)];
                    random.nextBytes(word);
                    // two writes and one read: what Nagle's algorithm and delayed acknowledgements would hold up
                    socket.getOutputStream().write(word, 0, 1);
                    socket.getOutputStream().write(word, 1, word.length - 1);
                    check(plan, "client", socket.getInputStream().readNBytes(word.length), word);
                }
                socket.shutdownOutput();
                check(plan, "client", socket.getInputStream().readAllBytes(), new byte[0]);
            }
            case CLIENT_ABORTS -> {
                receive(socket, 1 + plan.down, false);
                socket.setSoLinger(true, 0);
            }
            case SERVER_ABORTS -> {
                check(plan, "client", receive(socket, plan.down, false), digest(plan.seed + 1, plan.down));
                socket.getOutputStream().write(1);
                expectReset(plan, socket);
            }
        }
    }

    /** The end of a connection that was broken off must not look like the end of its data. */
    private void expectReset(Plan plan, Socket socket) throws IOException {
        try {
            int read = socket.getInputStream().read();
            if (read >= 0 || resetsPass) {
                missed.add(plan + ": a reset came as " + (read < 0 ? "an end" : "data"));
            }
        } catch (SocketException reset) {
            // as it should be
        }
    }

    /** Those whose server went on sending into the void, or still does. */
    public long unnoticedAborts() {
        return aborted.values().stream().filter(noticed -> !noticed).count();
    }

    private void check(Plan plan, String who, byte[] actual, byte[] expected) {
        if (!MessageDigest.isEqual(actual, expected)) {
            missed.add(plan + ": the " + who + " got other bytes");
        }
    }

    private void sendQuietly(Socket socket, long seed, int bytes) {
        try {
            send(socket, seed, bytes, true);
        } catch (IOException failed) {
            missed.add("sending with seed " + seed + ": " + failed);
        }
    }

    private static void send(Socket socket, long seed, int bytes, boolean end) throws IOException {
        Random random = new Random(seed);
        Random sizes = new Random(~seed);
        byte[] all = new byte[bytes];
        random.nextBytes(all);
        for (int at = 0; at < bytes; ) {
            int n = Math.min(bytes - at, 1 + sizes.nextInt(70_000));
            socket.getOutputStream().write(all, at, n);
            at += n;
        }
        if (end) {
            socket.shutdownOutput();
        }
    }

    /** The digest of so many bytes; with {@code end}, of all until the end, which must come right behind them. */
    private static byte[] receive(Socket socket, int bytes, boolean end) throws IOException {
        MessageDigest digest = sha();
        byte[] buffer = new byte[32_768];
        int left = bytes;
        while (left > 0 || end) {
            int n = socket.getInputStream().read(buffer, 0, end ? buffer.length : Math.min(left, buffer.length));
            if (n < 0 && left > 0) {
                throw new EOFException("ended " + left + " bytes too early");
            }
            if (n < 0) {
                break;
            }
            digest.update(buffer, 0, n);
            left -= n;
        }
        if (left < 0) {
            throw new IOException(-left + " bytes too many");
        }
        return digest.digest();
    }

    private static byte[] digest(long seed, int bytes) {
        byte[] all = new byte[bytes];
        new Random(seed).nextBytes(all);
        return sha().digest(all);
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }
}

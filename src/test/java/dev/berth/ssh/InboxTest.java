package dev.berth.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.link.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final WindowBudget budget = new WindowBudget(64L << 20);
    private final ReceiveWindow window = new ReceiveWindow(budget);
    private final AtomicLong widened = new AtomicLong();
    private final Inbox inbox = new Inbox(window, widened::addAndGet, () -> {});

    @Test
    void keepsBytesInOrderThroughAllItsTurns() throws IOException {
        Random random = new Random(1);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] buffer = new byte[20_000];
        for (int i = 0; i < 2000; i++) {
            byte[] packet = new byte[random.nextInt(9000)];
            random.nextBytes(packet);
            assertTrue(inbox.receive(packet, 0, packet.length));
            sent.write(packet);
            while (inbox.available() > 60_000 || inbox.available() > 0 && random.nextBoolean()) {
                read.write(buffer, 0, inbox.read(buffer, 0, 1 + random.nextInt(buffer.length - 1)));
            }
        }
        inbox.finish();
        inbox.transferTo(read);

        assertArrayEquals(sent.toByteArray(), read.toByteArray());
        assertTrue(inbox.finished());
    }

    @Test
    void takesNoMoreThanItsWindow() {
        byte[] packet = new byte[ReceiveWindow.START];

        assertTrue(inbox.receive(packet, 0, packet.length));
        assertFalse(inbox.receive(packet, 0, 1));
    }

    @Test
    void widensForAReaderThatKeepsUp() throws IOException {
        byte[] packet = new byte[32 << 10];
        long received = 0;
        for (int i = 0; i < 2000; i++) {
            assertTrue(inbox.receive(packet, 0, packet.length));
            received += inbox.read(packet, 0, packet.length);
        }

        long left = ReceiveWindow.START + widened.get() - received;
        assertTrue(left > ReceiveWindow.LARGEST / 2 && left <= ReceiveWindow.LARGEST, "left " + left);
    }

    @Test
    void staysSmallForAReaderThatLagsBehind() throws IOException {
        byte[] packet = new byte[32 << 10];
        while (inbox.receive(packet, 0, packet.length)) {
            // until the window is full
        }
        for (int i = 0; i < 1000; i++) {
            inbox.read(packet, 0, packet.length);
            inbox.receive(packet, 0, packet.length);
        }

        assertTrue(inbox.available() <= ReceiveWindow.START);
    }

    @Test
    void growsOnlyWithinTheBudgetOfAll() {
        WindowBudget small = new WindowBudget(1000);

        assertFalse(small.take(501));
        assertTrue(small.take(500));
        assertTrue(small.take(250));
        small.giveBack(750);
        assertTrue(small.take(500));
    }

    @Test
    void aThousandThatNobodyReadsStayWithinTheBudget() {
        WindowBudget all = new WindowBudget(24L << 20);
        long held = 0;
        for (int i = 0; i < 1000; i++) {
            held += new ReceiveWindow(all).size();
        }

        assertTrue(held <= 32L << 20, "they may hold " + held);
    }

    @Test
    void channelsThatIdleLeaveRoomForOneThatIsFull() {
        WindowBudget all = new WindowBudget(24L << 20);
        for (int i = 0; i < 1000; i++) {
            new ReceiveWindow(all);
        }
        ReceiveWindow full = new ReceiveWindow(all);
        for (int i = 0; i < 10_000; i++) {
            full.take(16 << 10);
            full.read(16 << 10, 0);
        }

        assertTrue(full.size() >= 4 << 20, "it is " + full.size());
    }

    @Test
    void aRingThatIsWrittenFromKeepsItsOrderWhileItGrows() throws Exception {
        byte[] sent = new byte[1 << 20];
        new Random(3).nextBytes(sent);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        Thread writer = Thread.ofVirtual().start(() -> {
            Random random = new Random(4);
            int at = 0;
            while (at < sent.length) {
                int n = Math.min(sent.length - at, 1 + random.nextInt(30_000));
                if (inbox.receive(sent, at, n)) {
                    at += n;
                } else {
                    Thread.onSpinWait();
                }
            }
            inbox.finish();
        });
        inbox.transferTo(read);
        writer.join();

        assertArrayEquals(sent, read.toByteArray());
    }

    @Test
    void givesWhatCameBeforeTheLinkWasLostAndThenTheReason() throws IOException {
        inbox.receive(new byte[] {1, 2}, 0, 2);
        inbox.breakOff("the host closed the connection");

        assertEquals(2, inbox.read(new byte[9]));
        assertEquals(
                "the host closed the connection",
                assertThrows(IOException.class, inbox::read).getMessage());
        assertFalse(inbox.finished());
    }

    @Test
    void offersToASinkAndKeepsInOrderWhatThatDoesNotTake() throws Exception {
        Slow sink = new Slow();
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                inbox.transferTo(sink);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
        while (writer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        Random random = new Random(2);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (int i = 0; i < 2000; i++) {
            byte[] packet = new byte[random.nextInt(9000)];
            random.nextBytes(packet);
            while (!inbox.receive(packet, 0, packet.length)) {
                Thread.onSpinWait();
            }
            sent.write(packet);
        }
        inbox.finish();
        writer.join();

        assertArrayEquals(sent.toByteArray(), sink.got.toByteArray());
        assertTrue(sink.offered > 0 && sink.written > 0, sink.offered + " " + sink.written);
        assertTrue(widened.get() > 0);
    }

    /** Takes a part of what it is offered, and nothing while it writes. */
    private static final class Slow extends Sink {
        private final ByteArrayOutputStream got = new ByteArrayOutputStream();
        private final Random random = new Random(3);
        private long offered;
        private long written;
        private volatile boolean writing;

        @Override
        public int offer(byte[] data, int from, int length) {
            assertFalse(writing);
            int taken = random.nextInt(4) == 0 ? random.nextInt(length + 1) : length;
            got.write(data, from, taken);
            offered += taken;
            return taken;
        }

        @Override
        public void write(byte[] data, int from, int length) {
            writing = true;
            Thread.yield();
            got.write(data, from, length);
            written += length;
            writing = false;
        }
    }
}

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
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final WindowBudget budget = new WindowBudget(64L << 20);
    private final Lateness lateness = new Lateness();
    private final ReceiveWindow window = new ReceiveWindow(budget, lateness);
    private final AtomicLong widened = new AtomicLong();
    private final Gathering gathering = new Gathering();
    private final Inbox inbox = new Inbox(window, gathering, widened::addAndGet, () -> {});

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
    void widensOnALateLineForAReaderThatKeepsUp() throws IOException {
        lateness.answered(TimeUnit.SECONDS.toNanos(10));

        long left = afterReadingAlong();

        assertTrue(left > ReceiveWindow.LARGEST / 2 && left <= ReceiveWindow.LARGEST, "left " + left);
    }

    @Test
    void widensNoFurtherThanSshWhereTheLineIsNotLate() throws IOException {
        lateness.answered(1);

        long left = afterReadingAlong();

        assertTrue(left > ReceiveWindow.ENOUGH / 2 && left <= ReceiveWindow.ENOUGH, "left " + left);
    }

    private long afterReadingAlong() throws IOException {
        byte[] packet = new byte[32 << 10];
        long received = 0;
        for (int i = 0; i < 2000; i++) {
            assertTrue(inbox.receive(packet, 0, packet.length));
            received += inbox.read(packet, 0, packet.length);
        }

        return ReceiveWindow.START + widened.get() - received;
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
            held += new ReceiveWindow(all, lateness).size();
        }

        assertTrue(held <= 32L << 20, "they may hold " + held);
    }

    @Test
    void channelsThatIdleLeaveRoomForOneThatIsFull() {
        WindowBudget all = new WindowBudget(24L << 20);
        for (int i = 0; i < 1000; i++) {
            new ReceiveWindow(all, lateness);
        }
        ReceiveWindow full = new ReceiveWindow(all, lateness);
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
        Thread writer = writer(inbox, sink);
        Random random = new Random(2);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (int i = 0; i < 2000; i++) {
            byte[] packet = new byte[random.nextInt(9000)];
            random.nextBytes(packet);
            while (!inbox.receive(packet, 0, packet.length)) {
                gathering.handOn();
            }
            sent.write(packet);
            if (random.nextInt(8) == 0) {
                gathering.handOn();
            }
        }
        gathering.handOn();
        inbox.finish();
        writer.join();

        assertArrayEquals(sent.toByteArray(), sink.got.toByteArray());
        assertTrue(sink.offered > 0 && sink.written > 0, sink.offered + " " + sink.written);
        assertTrue(widened.get() > 0);
    }

    @Test
    void packetsThatCameTogetherGoOnTogetherAndBeforeAnotherChannels() throws Exception {
        Slow sink = new Slow();
        Inbox other = new Inbox(new ReceiveWindow(budget, lateness), gathering, bytes -> {}, () -> {});
        Slow others = new Slow();
        Thread writer = writer(inbox, sink);
        Thread second = writer(other, others);
        for (int i = 0; i < 3; i++) {
            inbox.receive(new byte[1000], 0, 1000);
        }
        assertEquals(0, sink.offers);
        other.receive(new byte[1000], 0, 1000);
        assertEquals(1, sink.offers);
        gathering.handOn();
        assertEquals(1, others.offers);
        inbox.finish();
        other.finish();
        writer.join();
        second.join();

        assertEquals(3000, sink.got.size());
        assertEquals(1000, others.got.size());
    }

    @Test
    void aPacketThatIsTooLargeToGatherGoesOnInOrder() throws Exception {
        Slow sink = new Slow();
        Thread writer = writer(inbox, sink);
        byte[] sent = new byte[200_000];
        new Random(5).nextBytes(sent);
        inbox.receive(sent, 0, 100);
        inbox.receive(sent, 100, sent.length - 100);
        inbox.finish();
        writer.join();

        assertArrayEquals(sent, sink.got.toByteArray());
    }

    @Test
    void packetsThatCameBehindOnesThatWaitStayBehindThem() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        Thread writer = writer(inbox, new Sink() {
            @Override
            public void offer(ByteBuffer data) {
                // takes nothing at once
            }

            @Override
            public void write(byte[] data, int from, int length) throws IOException {
                try {
                    slow.await();
                } catch (InterruptedException stopped) {
                    throw new IOException(stopped);
                }
                got.write(data, from, length);
            }
        });
        byte[] sent = new byte[6020];
        new Random(6).nextBytes(sent);
        inbox.receive(sent, 0, 3000);
        // too large to be gathered with the first
        inbox.receive(sent, 3000, 3000);
        inbox.receive(sent, 6000, 10);
        inbox.receive(sent, 6010, 10);
        gathering.handOn();
        inbox.finish();
        slow.countDown();
        writer.join();

        assertArrayEquals(sent, got.toByteArray());
    }

    /** Waits until it offers. */
    private static Thread writer(Inbox inbox, Sink sink) {
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
        return writer;
    }

    /** Takes a part of what it is offered, and nothing while it writes. */
    private static final class Slow extends Sink {
        private final ByteArrayOutputStream got = new ByteArrayOutputStream();
        private final Random random = new Random(3);
        private long offered;
        private int offers;
        private long written;
        private volatile boolean writing;

        @Override
        public void offer(ByteBuffer data) {
            assertFalse(writing);
            int length = data.remaining();
            byte[] taken = new byte[random.nextInt(4) == 0 ? random.nextInt(length + 1) : length];
            data.get(taken);
            got.writeBytes(taken);
            offered += taken.length;
            offers++;
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

package dev.berth.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StartupsTest {
    private final Startups startups = new Startups(2, Duration.ofMillis(1));

    private static FutureTask<@Nullable Void> waiting(Startups.Place place) {
        FutureTask<@Nullable Void> task = new FutureTask<>(() -> {
            place.await();
            return null;
        });
        Thread.ofVirtual().start(task);
        return task;
    }

    @Test
    void aServerHasSoManyPlacesAndTheNextInLineGetsOneThatIsLeft() throws Exception {
        Startups.Place first = startups.before("a:22");
        Startups.Place second = startups.before("a:22");
        Startups.Place third = startups.before("a:22");
        first.await();
        second.await();
        FutureTask<@Nullable Void> late = waiting(third);
        startups.before("b:22").await();

        second.close();
        second.close();

        late.get(10, TimeUnit.SECONDS);
        FutureTask<@Nullable Void> later = waiting(startups.before("a:22"));
        first.close();
        later.get(10, TimeUnit.SECONDS);
    }

    @Test
    void whoeverIsCalledOffLeavesTheLineToTheOthers() throws Exception {
        Startups.Place first = startups.before("a:22");
        Startups.Place second = startups.before("a:22");
        Startups.Place impatient = startups.before("a:22");
        FutureTask<@Nullable Void> calledOff = waiting(impatient);
        FutureTask<@Nullable Void> patient = waiting(startups.before("a:22"));

        impatient.close();

        ExecutionException ended = assertThrows(ExecutionException.class, () -> calledOff.get(10, TimeUnit.SECONDS));
        assertInstanceOf(InterruptedException.class, ended.getCause());
        first.close();
        patient.get(10, TimeUnit.SECONDS);
        second.close();
    }

    @Test
    void neverMoreThanItsPlacesAreInAServerAtOnce() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> dials = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            dials.add(Thread.ofVirtual().start(() -> dial(inside, most)));
        }
        for (Thread dial : dials) {
            dial.join();
        }

        assertEquals(0, inside.get());
        assertTrue(most.get() <= 2, () -> most + " at once");
    }

    private void dial(AtomicInteger inside, AtomicInteger most) {
        try (Startups.Place place = startups.before("a:22")) {
            place.await();
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.yield();
            inside.decrementAndGet();
        } catch (InterruptedException never) {
            throw new AssertionError(never);
        }
    }
}

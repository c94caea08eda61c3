package dev.berth.tunnel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That the order is kept is seen by PeersIT, with a service that needs it. */
class TurnTest {
    @Test
    @Timeout(30)
    void oneThatIsHeldUpDoesNotHoldUpTheOthersForEver() {
        Turn silent = Turn.first();
        silent.next().take();

        Turn unanswered = Turn.first();
        unanswered.take();
        unanswered.next().take();
    }

    @Test
    @Timeout(30)
    void manyThatCameAtOnceAndWentAwayAreNotRemembered() {
        Turn last = Turn.first();
        for (int i = 0; i < 1_000_000; i++) {
            last.done();
            last = last.next();
            last.take();
        }
    }
}

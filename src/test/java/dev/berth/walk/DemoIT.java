package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.pty.PtySession;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The packaged demo on a pty: needs neither root nor Docker nor a lab. */
class DemoIT {
    private static final Duration SOON = Duration.ofSeconds(120);

    @Test
    void aVisitorSeesABoxAndOpensItsJupyter() throws Exception {
        try (BerthProgram berth = new BerthProgram(null);
                PtySession screen = berth.screen(110, 30, "demo")) {
            screen.await("demo-gpu", SOON);
            screen.await("DEMO", SOON);
            screen.awaitScreen("the hosts", text -> text.contains("off"), SOON);
            screen.send("\r");
            screen.await("demo/pytorch", SOON);
            screen.send("3");
            screen.await("Processes on GPU", SOON);
            screen.send("2/train\r");
            screen.awaitScreen("the filter", text -> text.contains("[1 of "), SOON);
            screen.send("o");
            screen.await("Start Jupyter", SOON);
            screen.send("\r");
            screen.await("Ready.", SOON);
            screen.send("\033");
            screen.awaitScreen("the dialog is left", text -> !text.contains("Ready."), SOON);
            screen.send("q");
            screen.await("┌ Fleet", SOON);
            screen.send("q");
            assertEquals(0, screen.exitCode(SOON));
        }
    }
}

package dev.berth.tui.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Finding;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.Secret;
import dev.berth.tui.Driver;
import dev.berth.tui.model.Effect;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DoctorActionsTest {
    private static final Finding RIGHT = new Finding("gpu1", "clock", Finding.State.OK, "right", null);
    private static final Finding WRONG =
            new Finding("gpu1", "docker", Finding.State.FAIL, "dev may not", "sudo usermod -aG docker dev");

    private final Driver driver = Driver.connected(110, 30).press("D");

    @Test
    void theFixOfAFindingIsCopied() {
        driver.reply(Request.Doctor.class, new Reply.Findings(List.of(RIGHT, WRONG)));
        assertTrue(driver.screen().contains("sudo usermod -aG docker dev"), driver::screen);
        driver.press("y", "1");
        assertTrue(driver.effects().contains(new Effect.Copy(new Secret("sudo usermod -aG docker dev"))));
    }

    @Test
    void whereAllIsWellThereIsNothingToCopy() {
        driver.reply(Request.Doctor.class, new Reply.Findings(List.of(RIGHT)));
        driver.press("y");
        assertTrue(driver.screen().contains("Nothing here has to be put right."), driver::screen);
    }

    @Test
    void nothingIsRunUntilItIsAskedFor() {
        assertEquals(List.of(new Request.Doctor("gpu1", null)), driver.sent(Request.Doctor.class));
        driver.reply(Request.Doctor.class, new Reply.Findings(List.of(RIGHT)));
        driver.press("p");
        assertTrue(driver.screen().contains("docker run --rm --gpus all IMAGE nvidia-smi"), driver::screen);
        driver.press("ctrl-u").type("cuda:13").press("enter");
        assertEquals(
                new Request.Doctor("gpu1", "cuda:13"),
                driver.sent(Request.Doctor.class).getLast());
        Finding proof = new Finding("gpu1", "container with GPUs", Finding.State.OK, "cuda:13 sees 8 GPUs", null);
        driver.reply(Request.Doctor.class, new Reply.Findings(List.of(RIGHT, proof)));
        assertTrue(driver.screen().contains("cuda:13 sees 8 GPUs"), driver::screen);
        driver.press("esc", "D");
        assertEquals(
                List.of("cuda:13"),
                driver.sent(Request.Doctor.class).stream()
                        .map(Request.Doctor::proof)
                        .filter(Objects::nonNull)
                        .toList(),
                "coming back runs nothing");
    }
}

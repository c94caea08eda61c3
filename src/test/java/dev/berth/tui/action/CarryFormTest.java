package dev.berth.tui.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Event;
import dev.berth.api.Event.StepState;
import dev.berth.api.Problem;
import dev.berth.api.Request;
import dev.berth.tui.Driver;
import dev.berth.tui.model.Effect;
import dev.berth.tui.model.UiEvent;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CarryFormTest {
    private final Driver driver = Driver.connected(80, 24);

    /** The build of a directory of the box has begun. */
    private static Driver build(Driver driver) {
        return driver.press("enter", "6", "b")
                .type("app:1")
                .press("tab", "ctrl-u")
                .type("gpu1:~/app")
                .press("enter");
    }

    private static void step(Driver driver, String id, String text, StepState state, @Nullable String detail) {
        driver.happens(new UiEvent.Progressed(
                driver.tag(Request.RunDocker.class), new Event.Progress(id, text, state, detail)));
    }

    private static void fail(Driver driver) {
        driver.refuse(
                Request.RunDocker.class,
                Problem.of(
                        Problem.Code.COMMAND_FAILED,
                        "docker build on gpu1 failed: The command '/bin/sh -c make' returned a non-zero code: 2"));
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "130, 30"})
    void eachStepOfABuildHasARowWithItsTime(int columns, int rows) throws IOException {
        String size = columns + "x" + rows;
        Driver shown = build(Driver.connected(columns, rows));
        step(shown, "build 1", "[1/3] FROM nvcr.io/nvidia/pytorch:24.10-py3", StepState.RUNNING, null);
        step(shown, "build 1", "[1/3] FROM nvcr.io/nvidia/pytorch:24.10-py3 (cached)", StepState.DONE, null);
        step(shown, "build 2", "[2/3] RUN pip install " + "a-package ".repeat(9), StepState.RUNNING, null);
        shown.passes(75_000);
        step(shown, "build 2", "[2/3] RUN pip install " + "a-package ".repeat(9), StepState.DONE, null);
        step(shown, "build 3", "[3/3] RUN make", StepState.RUNNING, null);
        shown.passes(2_500);
        step(shown, "build 3", "[3/3] RUN make", StepState.RUNNING, "cc -O2 -c データ.c");
        shown.frame().matches("build-" + size);
        step(shown, "build 3", "[3/3] RUN make", StepState.FAILED, "cc -O2 -c データ.c\ndata.c:1: error: no such file");
        fail(shown);
        shown.frame().matches("build-failed-" + size);
    }

    @Test
    void whatTheFailedStepPrintedIsReadFromItsEndUpAndItsFormIsAKeyAway() {
        build(driver);
        step(driver, "build 1", "[1/1] RUN make", StepState.RUNNING, null);
        String output = IntStream.range(0, 100).mapToObj(i -> "line " + i + ".").collect(Collectors.joining("\n"));
        step(driver, "build 1", "[1/1] RUN make", StepState.FAILED, output);
        fail(driver);
        assertTrue(
                driver.screen().contains("line 99.") && driver.screen().contains("non-zero code: 2"), driver::screen);
        assertFalse(driver.screen().contains("line 70."), driver::screen);
        driver.press("k", "k", "page-up", "page-up");
        assertTrue(driver.screen().contains("line 70."), driver::screen);
        for (int i = 0; i < 20; i++) {
            driver.press("page-up");
        }
        assertTrue(driver.screen().contains("✗ [1/1] RUN make"), driver::screen);
        driver.press("page-down");
        assertFalse(driver.screen().contains("✗ [1/1] RUN make"), driver::screen);
        driver.press("y");
        Effect.Copy copied = (Effect.Copy) driver.effects().getLast();
        assertTrue(copied.text().reveal().contains("line 0.")
                && copied.text().reveal().contains("non-zero"));
        driver.press("e");
        assertTrue(driver.screen().contains("gpu1:~/app"), driver::screen);
    }

    @Test
    void whatNeverGotToAStepIsPutRightInTheForm() {
        build(driver);
        fail(driver);
        assertTrue(driver.screen().contains("Directory") && driver.screen().contains("failed:"), driver::screen);
    }

    @Test
    void escapeEndsItAndTellsWhatIsLeft() {
        driver.press("enter", ">").type("/tmp/x").press("tab").type("/work/").press("enter");
        long tag = ((Effect.Carry) driver.effects().getLast()).tag();
        driver.press("esc");
        assertEquals(
                List.of(new Effect.Cancel(tag)), driver.effects().reversed().subList(0, 1));
        driver.happens(new UiEvent.Refused(
                tag,
                Problem.of(Problem.Code.INTERRUPTED, "It was cancelled.", "gpu1/cont1:/work/x may be there in part.")));
        assertTrue(driver.screen().contains("cancelled. gpu1/cont1:/work/x may be there in part."), driver::screen);
    }
}

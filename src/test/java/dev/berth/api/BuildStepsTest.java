package dev.berth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildStepsTest {
    private final Map<String, Event.Progress> told = new LinkedHashMap<>();
    private final BuildSteps steps = new BuildSteps(step -> told.put(step.step(), step));

    private void print(String text) {
        text.lines().forEach(steps::line);
    }

    /** State, text and detail of each step, in the order in which they began. */
    private List<String> rows() {
        return told.values().stream()
                .map(step -> step.state() + " " + step.text() + (step.detail() == null ? "" : " | " + step.detail()))
                .toList();
    }

    @Test
    void theClassicBuildersStepsFollowEachOther() {
        print("""
                Sending build context to Docker daemon  2.048kB
                Step 1/3 : FROM lab/busybox:1.35
                 ---> 2e99f63dffd3
                Step 2/3 : RUN make
                 ---> Using cache
                 ---> 87545280fbc5
                Step 3/3 : RUN sleep 2
                 ---> Running in f4cae94277b0
                hello
                bye
                """);
        assertEquals(
                List.of(
                        "DONE context sent: 2.048kB",
                        "DONE [1/3] FROM lab/busybox:1.35",
                        "DONE [2/3] RUN make (cached)",
                        "RUNNING [3/3] RUN sleep 2 | bye"),
                rows());
        print("Removing intermediate container f4cae94277b0\n ---> 87545280fbc6\nSuccessfully built 87545280fbc6");
        steps.ended(true);
        assertEquals("DONE [3/3] RUN sleep 2", rows().getLast());
    }

    @Test
    void theStepAtWhichTheClassicBuilderFailsKeepsWhatItPrinted() {
        print("""
                Step 1/2 : FROM lab/busybox:1.35
                 ---> 2e99f63dffd3
                Step 2/2 : RUN no-such
                 ---> Running in 0819b62d8239
                before
                \u001b[91m/bin/sh: no-such: not found
                \u001b[0mThe command '/bin/sh -c no-such' returned a non-zero code: 127
                """);
        steps.ended(false);
        assertEquals(
                List.of(
                        "DONE [1/2] FROM lab/busybox:1.35",
                        "FAILED [2/2] RUN no-such | before\n/bin/sh: no-such: not found\n"
                                + "The command '/bin/sh -c no-such' returned a non-zero code: 127"),
                rows());
    }

    @Test
    void buildKitsStepsGoOnSideBySide() {
        print("""
                #1 [internal] load build definition from Dockerfile
                #1 sha256:dbfcd2e4e9d2ea6f9f6db10dd772c66204d45ac7c85fc1c60585b02b1d69c2d1
                #1 transferring dockerfile: 105B done
                #1 DONE 0.0s

                #4 [a 2/3] RUN echo hello; sleep 2
                #5 [b 1/2] COPY . /c
                #4 0.242 hello
                #5 CACHED
                #4 ...

                #6 [c 1/1] RUN true
                #4 [a 2/3] RUN echo hello; sleep 2
                #4 12.244 still here
                """);
        assertEquals(
                List.of(
                        "DONE [internal] load build definition from Dockerfile",
                        "RUNNING [a 2/3] RUN echo hello; sleep 2 | still here",
                        "DONE [b 1/2] COPY . /c (cached)",
                        "RUNNING [c 1/1] RUN true"),
                rows());
    }

    @Test
    void whatBuildKitSaysOfTheTimeIsTold() {
        print("""
                #0 building with "default" instance using docker driver

                #4 [a 2/2] RUN echo first; sleep 3
                #4 0.164 first
                #4 DONE 3.2s
                """);
        assertEquals(List.of("DONE [a 2/2] RUN echo first; sleep 3"), rows());
        assertEquals(3.2, told.values().iterator().next().took());
    }

    @Test
    void whereBuildKitFailsOthersAreCalledOffAndNothingIsRepeated() {
        print("""
                #5 [3/3] RUN no-such
                #6 [b 1/2] RUN sleep 100
                #5 0.351 /bin/sh: no-such: not found
                #5 ERROR: executor failed running [/bin/sh -c no-such]: exit code: 127
                #6 CANCELED
                ------
                 > [3/3] RUN no-such:
                0.351 /bin/sh: no-such: not found
                ------
                Step 9/9 : is what a program printed
                executor failed running [/bin/sh -c no-such]: exit code: 127
                """);
        steps.ended(false);
        assertEquals(
                List.of(
                        "FAILED [3/3] RUN no-such | /bin/sh: no-such: not found\n"
                                + "ERROR: executor failed running [/bin/sh -c no-such]: exit code: 127",
                        "FAILED [b 1/2] RUN sleep 100 (called off: another step failed)"),
                rows());
    }

    @Test
    void podmansStepsAreUnderstoodToo() {
        print("STEP 1/2: FROM lab/busybox:1.35\nSTEP 2/2: RUN echo hello\nhello\n--> 5b5b5b5b5b5\n");
        steps.ended(true);
        assertEquals(List.of("DONE [1/2] FROM lab/busybox:1.35", "DONE [2/2] RUN echo hello"), rows());
    }

    @Test
    void whatABoxPrintsIsBounded() {
        print("Step 1/1 : RUN " + "x".repeat(10_000));
        for (int i = 0; i < 5_000; i++) {
            steps.line("line " + i + " " + "y".repeat(10_000));
        }
        steps.ended(false);
        Event.Progress step = told.values().iterator().next();
        assertTrue(step.text().length() < 300, () -> "a title of " + step.text().length());
        String detail = String.valueOf(step.detail());
        assertTrue(detail.length() < 200_000, () -> "output of " + detail.length());
        assertTrue(detail.contains("line 4999"));
        assertFalse(detail.contains("line 4000 "));
        for (int i = 0; i < 5_000; i++) {
            steps.line("#" + i + " [internal] step");
        }
        assertTrue(told.size() <= 1_000, () -> told.size() + " steps");
    }
}

package dev.berth.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Container;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerNamesTest {
    private static final List<Container> ALL =
            List.of(row("aa11", "cont1"), row("aa22", "train"), row("bb33", "very-long-name"));

    private static Container row(String id, String name) {
        return new Container("box", id, name, "", "running", "", Instant.EPOCH, null, List.of(), null, "bridge");
    }

    @Test
    void aSharedStartOfIdsNamesItsCandidates() {
        Problem problem = ContainerNames.unresolved("box", "aa", ALL);
        assertEquals(Code.AMBIGUOUS, problem.code());
        assertEquals(
                "Several containers on box have an id that begins with aa: cont1 (aa11), train (aa22).",
                problem.message());
    }

    @Test
    void aSlipOfTheFingerIsFollowedByWhatMayHaveBeenMeant() {
        assertEquals(
                "Did you mean cont1?",
                ContainerNames.unresolved("box", "Cotn1", ALL).next());
        assertEquals("train", ContainerNames.unresolved("box", "trian", ALL).suggestion());
        assertEquals(
                "very-long-name", ContainerNames.unresolved("box", "long", ALL).suggestion());
    }

    @Test
    void nothingNearIsNotGuessed() {
        Problem problem = ContainerNames.unresolved("box", "jupyter", ALL);
        assertEquals(Code.CONTAINER_NOT_FOUND, problem.code());
        assertTrue(String.valueOf(problem.next()).contains("berth ps box -a"));
    }
}

package dev.berth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.api.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamedContainerTest {
    private static List<String> named(String... words) throws ProblemException {
        return NamedContainer.all(List.of(words)).stream()
                .map(each -> each.host() + " " + each.container())
                .toList();
    }

    @Test
    void hostHoldsForAllThatNameNone() throws ProblemException {
        assertEquals(List.of("gpu1 a", "gpu1 b"), named("gpu1", "a", "b"));
        assertEquals(List.of("gpu1 a", "gpu1 b"), named("gpu1/a", "b"));
        assertEquals(List.of("gpu1 a", "gpu2 b", "gpu1 c"), named("gpu1/a", "gpu2/b", "c"));
    }

    @Test
    void hostAloneIsRefused() {
        assertThrows(ProblemException.class, () -> named("gpu1"));
        assertThrows(ProblemException.class, () -> NamedContainer.one(List.of("gpu1", "a", "b")));
    }
}

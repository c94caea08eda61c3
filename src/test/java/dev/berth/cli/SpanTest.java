package dev.berth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTest {
    @ParameterizedTest
    @CsvSource({"90s, 90", "30m, 1800", "2h, 7200", "1d, 86400"})
    void spansAreRead(String typed, double seconds) throws ProblemException {
        assertEquals(seconds, Span.seconds("--idle", typed));
    }

    @Test
    void whatIsNoneIsToldWithItsOption() {
        Problem problem = assertThrows(ProblemException.class, () -> Span.seconds("--idle", "soon"))
                .problem();
        assertEquals(Problem.Code.USAGE, problem.code());
        assertEquals("--idle takes a span of time such as 30m or 2h, not soon.", problem.message());
    }
}

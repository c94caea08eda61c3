package dev.berth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinceTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private static Instant since(String text) throws ProblemException {
        return java.util.Objects.requireNonNull(Since.of("--since", text, NOON, ZoneOffset.ofHours(2)));
    }

    @ParameterizedTest
    @CsvSource({
        "42m, 2026-03-02T11:18:00Z",
        "1h30m, 2026-03-02T10:30:00Z",
        "1.5h, 2026-03-02T10:30:00Z",
        "500ms, 2026-03-02T11:59:59.500Z",
        "2d, 2026-02-28T12:00:00Z",
        "2026-03-01, 2026-02-28T22:00:00Z",
        "2026-03-02T10:00:00, 2026-03-02T08:00:00Z",
        "2026-03-02T10:00:00Z, 2026-03-02T10:00:00Z",
        "2026-03-02T10:00:00.25+05:00, 2026-03-02T05:00:00.250Z",
        "1772452800, 2026-03-02T12:00:00Z",
        "1772452800.5, 2026-03-02T12:00:00.500Z",
    })
    void takesWhatDockerTakes(String text, Instant expected) throws ProblemException {
        assertEquals(expected, since(text));
    }

    @Test
    void nothingIsNothing() throws ProblemException {
        assertNull(Since.of("--since", null, NOON, ZoneOffset.UTC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "1.2.3h", "5x", "2026-13-01", "-5m"})
    void refusesWhatIsNoTime(String text) {
        Problem problem =
                assertThrows(ProblemException.class, () -> since(text)).problem();
        assertEquals(Problem.Code.USAGE, problem.code());
    }
}

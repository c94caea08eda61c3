package dev.berth.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeathTest {
    private static Problem of(String... log) {
        return Death.problem("JupyterLab 4.0.11", "in train on gpu1", 8888, List.of(log));
    }

    @Test
    void theLastLineOfTheLogIsTold() {
        Problem problem = of("[I] fine", "[C] Bad config encountered during initialization: no such option", "");
        assertEquals(Code.JUPYTER_DIED, problem.code());
        assertEquals(
                "JupyterLab 4.0.11 ended while it started in train on gpu1: "
                        + "[C] Bad config encountered during initialization: no such option",
                problem.message());
    }

    @ParameterizedTest
    @CsvSource({
        "OSError: [Errno 28] No space left on device, disk is full",
        "[C] Running as root is not recommended. Use --allow-root to bypass., root",
        "ModuleNotFoundError: No module named 'tornado', pip install",
        "PermissionError: [Errno 13] Permission denied: '/root/.local', may not write",
        "something never seen, log",
    })
    void theNextStepFitsTheCause(String line, String next) {
        String told = of(line).next();
        assertNotNull(told);
        assertTrue(told.contains(next), told);
    }

    @Test
    void aPortTakenMeanwhileComesWithAnother() {
        Problem problem =
                of("[C] ERROR: the notebook server could not be started because no available port could be found.");
        assertEquals(Code.REMOTE_PORT_IN_USE, problem.code());
        assertEquals("8889", problem.suggestion());
    }
}

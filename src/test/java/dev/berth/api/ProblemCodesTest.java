package dev.berth.api;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProblemCodesTest {
    @Test
    void theManualListsEveryCodeBesideItsExit() throws IOException {
        String manual = Files.readString(Path.of("src/site/manual.md"));
        String table = manual.substring(manual.indexOf("## Errors for scripts"));
        for (Problem.Code code : Problem.Code.values()) {
            assertTrue(
                    table.lines()
                            .anyMatch(line -> line.startsWith("| " + code.exit() + " |")
                                    && line.contains("`" + code.word() + "`")),
                    () -> code.word() + " with exit " + code.exit() + " is not in the manual");
        }
    }
}

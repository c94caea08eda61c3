package dev.berth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** jlr, jll and jlk in a real bash, over a berth that only writes down how it was called. */
class ShellFunctionsTest {
    @TempDir
    Path directory;

    private String bash(String script) throws IOException, InterruptedException {
        Path berth = directory.resolve("berth");
        Files.writeString(berth, """
                #!/bin/sh
                echo "$@" >> "$(dirname "$0")/calls"
                case "$*" in *"jupyter open"*no-open*) echo "http://127.0.0.1:9999/lab?token=x";; esac
                """);
        assertTrue(berth.toFile().setExecutable(true));
        Path functions = directory.resolve("functions.sh");
        try (InputStream in = ShellInitVerb.class.getResourceAsStream("functions.sh")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(functions, text.replace("@BERTH@", "berth"));
        }
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", ". " + functions + "\n" + script);
        builder.environment().put("PATH", directory + ":" + System.getenv("PATH"));
        List.of("USERNAME", "HOSTNAME", "PCONT", "CONTAINER").forEach(builder.environment()::remove);
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        return output;
    }

    private List<String> calls() throws IOException {
        Path calls = directory.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    @Test
    void theDefaultsAreThoseOfTheGuide() throws Exception {
        String output = bash("HOSTNAME=gpu1; jlr");
        assertEquals(
                List.of(
                        "jupyter start gpu1 cont1 --port 9999 --no-open",
                        "jupyter log gpu1 cont1 --port 9999 --follow"),
                calls());
        assertTrue(output.contains("Running command 'berth jupyter start gpu1 cont1 --port 9999 --no-open'"), output);
    }

    @Test
    void anArgumentNamesTheContainerForAllLaterCalls() throws Exception {
        bash("HOSTNAME=gpu1; PCONT=8888; jlk train; jlk");
        assertEquals(List.of("jupyter stop gpu1 train --port 8888", "jupyter stop gpu1 train --port 8888"), calls());
    }

    @Test
    void anotherUserIsPutBeforeTheHost() throws Exception {
        bash("HOSTNAME=gpu1; USERNAME=ann; jlk");
        assertEquals(List.of("jupyter stop ann@gpu1 cont1 --port 9999"), calls());
    }

    @Test
    void theUrlIsToldBeforeItOpens() throws Exception {
        String output = bash("HOSTNAME=gpu1; jll");
        assertTrue(output.contains("URL that will open in your browser:\nhttp://127.0.0.1:9999/lab?token=x"), output);
    }

    @Test
    void aHostnameThatWasNeverSetIsSaid() throws Exception {
        String output = bash("jlr; echo exit $?");
        assertTrue(output.contains("Set HOSTNAME to the box first"), output);
        assertTrue(output.contains("exit 2"), output);
        assertEquals(List.of(), calls());
    }

    @Test
    void aFailedStartShowsNoLog() throws Exception {
        bash("berth() { command berth \"$@\"; return 1; }; HOSTNAME=gpu1; jlr");
        assertEquals(List.of("jupyter start gpu1 cont1 --port 9999 --no-open"), calls());
    }
}

package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** cp between this machine and the lab's real boxes. */
class CopyIT extends LabWalk {
    private static final Duration SOON = Duration.ofSeconds(90);

    @AfterAll
    static void reset() throws IOException {
        Lab.run("exec", "gpu1", "rm -rf /home/dev/copied /tmp/copied");
        Lab.run("reset");
    }

    private Path tree() throws IOException {
        Path tree = Files.createDirectories(berth.home().resolve("tree/deep"));
        Files.writeString(tree.resolve("wörter.txt"), "ä\n");
        Files.write(tree.resolve("large"), new byte[3_000_000]);
        Path script = Files.writeString(berth.home().resolve("tree/run"), "#!/bin/sh\n");
        assertTrue(script.toFile().setExecutable(true));
        Files.createSymbolicLink(berth.home().resolve("tree/link"), Path.of("deep"));
        return berth.home().resolve("tree");
    }

    private void same(Path copy) throws IOException {
        assertEquals("ä\n", Files.readString(copy.resolve("deep/wörter.txt")));
        assertEquals(3_000_000, Files.size(copy.resolve("deep/large")));
        assertTrue(Files.isExecutable(copy.resolve("run")));
        assertEquals(Path.of("deep"), Files.readSymbolicLink(copy.resolve("link")));
    }

    @Test
    void aTreeGoesIntoAContainerAndComesBack() throws Exception {
        berth.run("cp", tree().toString(), "gpu1/plain:/tmp").ok();
        berth.run("cp", "gpu1/plain:/tmp/tree", berth.home().resolve("back").toString())
                .ok();
        same(berth.home().resolve("back"));
    }

    @Test
    void aTreeGoesToAHostUnderAnotherNameAndComesBackIntoADirectory() throws Exception {
        berth.run("cp", tree().toString(), "gpu1:copied").ok();
        Path into = Files.createDirectory(berth.home().resolve("into"));
        berth.run("cp", "gpu1:copied", into.toString()).ok();
        same(into.resolve("copied"));
    }

    @Test
    void ctrlCLeavesNothingHalfOnEitherSide() throws Exception {
        on("gpu1", "truncate -s 2000M /home/dev/large; chown dev /home/dev/large");
        Path large = berth.home().resolve("large");
        try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
            sparse.setLength(2000L << 20);
        }
        Path into = Files.createDirectory(berth.home().resolve("into"));
        for (String[] words : new String[][] {
            {"cp", "gpu1:large", into.toString()},
            {"cp", large.toString(), "gpu1:copied"},
            {"cp", large.toString(), "gpu1/plain:/tmp/copied"}
        }) {
            try (PtySession terminal = berth.screen(120, 10, words)) {
                terminal.await("MiB/s", SOON);
                terminal.send("\003");
                assertEquals(130, terminal.exitCode(SOON), terminal::text);
                assertFalse(terminal.text().contains("may be left"), terminal::text);
            }
        }
        try (Stream<Path> files = Files.list(into)) {
            assertEquals(List.of(), files.toList(), "half a file here");
        }
        assertEquals(
                "", on("gpu1", "ls -d /home/dev/copied 2>/dev/null; docker exec plain ls /tmp | grep copied; true"));
        on("gpu1", "rm /home/dev/large");
    }

    @Test
    void whatIsNotThereIsTold() throws Exception {
        berth.run("cp", "gpu1/plain:/nowhere", berth.home().resolve("x").toString())
                .fails(1, "Copying gpu1/plain:/nowhere to ", " failed: ");
        berth.run("cp", "/nowhere", "gpu1:x").fails(1, "is not there");
        berth.run("cp", "a", "b").fails(2, "HOST:PATH");
        berth.run("--readonly", "cp", tree().toString(), "gpu1:copied").fails(1);
        assertFalse(Files.exists(berth.home().resolve("x/nowhere")));
    }
}

package dev.berth.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    Path directory;

    @Test
    void onlyTheOwnerReadsIt() throws IOException {
        new LogFile(log()).publish(entry("hello"));

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(log())));
    }

    @Test
    void fullLogMovesAside() throws IOException {
        LogFile file = new LogFile(log());
        Files.write(log(), new byte[3 << 20]);
        file.publish(entry("fresh"));

        assertTrue(Files.readString(log()).endsWith(" fresh\n"));
        assertEquals(3 << 20, Files.size(directory.resolve("agent.log.1")));
    }

    @Test
    void entryIsOneLineWhateverIsInIt() throws IOException {
        new LogFile(log()).publish(entry("a\nb\u001b[31m"));

        assertEquals(1, Files.readAllLines(log()).size());
    }

    @Test
    void lastLineIsFoundBehindBlankOnes() throws IOException {
        Files.writeString(log(), "first\nNo space left on device\n\n");

        assertEquals("No space left on device", LogFile.lastLine(log()));
        assertEquals("", LogFile.lastLine(directory.resolve("none")));
    }

    private Path log() {
        return directory.resolve("agent.log");
    }

    private static LogRecord entry(String text) {
        return new LogRecord(Level.INFO, text);
    }
}

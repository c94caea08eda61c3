package dev.berth.agent;

import dev.berth.config.PrivateDirectory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The agent's log: readable by its owner alone, and moved to {@code agent.log.1} when it is full. The JDK's own file
 * handler numbers the newest file, leaves lock files about and lets the umask decide who reads.
 */
final class LogFile extends Handler {
    private static final long MOST_BYTES = 2 << 20;
    private static final int LAST_LINE = 4 << 10;
    private static final int SHOWN = 300;

    private final Path file;
    private final Formatter lines = new LogLine();

    LogFile(Path file) {
        this.file = file;
    }

    /** Sends all that is logged in this process there, and nothing anywhere else. */
    static LogFile install(Path file) throws IOException {
        create(file);
        LogManager.getLogManager().reset();
        LogFile log = new LogFile(file);
        Logger.getLogger("").addHandler(log);
        return log;
    }

    static void create(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PrivateDirectory.OWNER_FILE));
        } catch (FileAlreadyExistsException usual) {
            Files.setPosixFilePermissions(file, PrivateDirectory.OWNER_FILE);
        }
    }

    @Override
    public synchronized void publish(LogRecord entry) {
        if (!isLoggable(entry)) {
            return;
        }
        try {
            if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            if (!Files.exists(file)) {
                create(file);
            }
            Files.writeString(file, lines.format(entry), StandardOpenOption.APPEND);
        } catch (IOException diskFull) {
            // nowhere left to tell it; the agent goes on
            reportError(null, diskFull, java.util.logging.ErrorManager.WRITE_FAILURE);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    /** The last line that says anything, cut and cleaned to be told in a sentence; empty where there is none. */
    static String lastLine(Path file) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            int length = (int) Math.min(LAST_LINE, log.length());
            byte[] tail = new byte[length];
            log.seek(log.length() - length);
            log.readFully(tail);
            String last = "";
            for (String line : new String(tail, StandardCharsets.UTF_8).lines().toList()) {
                last = line.isBlank() ? last : line;
            }
            String clean = last.replaceAll("\\p{Cntrl}", " ").strip();
            return clean.substring(0, Math.min(clean.length(), SHOWN));
        } catch (IOException none) {
            return "";
        }
    }
}

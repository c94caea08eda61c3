package dev.berth.mux;

import dev.berth.api.Secret;
import dev.berth.link.ChildStart;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What ssh runs in place of a terminal to ask with: a script that passes the question on through one FIFO and reads the
 * answer from another, in a directory that only this user can enter. An answer is in no argument, environment or file.
 */
final class Askpass implements AutoCloseable {
    /** $0 lies beside the FIFOs. A word of ssh's that wants no answer is passed on, and not waited for. */
    private static final String SCRIPT = """
            #!/bin/sh
            here=${0%/*}
            printf '%s %s\\n%s\\000' "$PPID" "$SSH_ASKPASS_PROMPT" "$1" >"$here/questions"
            [ "$SSH_ASKPASS_PROMPT" != none ] || exit 0
            IFS= read -r answer <"$here/answers" || exit 1
            case $answer in
              +*) printf '%s\\n' "${answer#+}" ;;
              *) exit 1 ;;
            esac
            """;

    private static final int LONGEST = 16 << 10;

    /** Ends the thread that reads the FIFO. */
    private static final int STOP = 4;

    /**
     * A question of ssh's.
     *
     * @param silent it wants no answer
     * @param process the ssh that asks
     */
    record Asked(String prompt, boolean silent, long process) {}

    private final Path directory;
    private final RandomAccessFile questions;
    private final RandomAccessFile answers;
    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

    Askpass() throws IOException, InterruptedException {
        directory = Files.createTempDirectory("berth");
        Files.createFile(script(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(script(), SCRIPT);
        makePipes();
        // open for both, so that opening waits for nobody
        questions = new RandomAccessFile(directory.resolve("questions").toFile(), "rw");
        answers = new RandomAccessFile(directory.resolve("answers").toFile(), "rw");
        Thread.ofPlatform().daemon().name("mux-askpass").start(this::read);
    }

    Path script() {
        return directory.resolve("askpass");
    }

    private void makePipes() throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("mkfifo", "-m", "600"));
        argv.add(directory.resolve("questions").toString());
        argv.add(directory.resolve("answers").toString());
        Process process = ChildStart.start(new ProcessBuilder(argv));
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("no FIFO could be made in " + directory);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private void read() {
        StringBuilder text = new StringBuilder();
        try {
            for (int c = questions.read(); c >= 0 && c != STOP; c = questions.read()) {
                if (c == 0) {
                    take(new String(text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
                    text.setLength(0);
                } else if (text.length() < LONGEST) {
                    text.append((char) c);
                }
            }
        } catch (IOException ended) {
            // it was closed
        }
    }

    private void take(String text) {
        int line = text.indexOf('\n');
        String[] head = text.substring(0, Math.max(0, line)).split(" ", 2);
        if (head.length == 2 && head[0].matches("\\d{1,18}")) {
            asked.add(new Asked(text.substring(line + 1), head[1].equals("none"), Long.parseLong(head[0])));
        }
    }

    /** The next question; null where none came in that time. */
    @Nullable
    Asked next(long millis) throws InterruptedException {
        return asked.poll(millis, TimeUnit.MILLISECONDS);
    }

    /** @param answer null refuses to answer */
    void answer(@Nullable Secret answer) throws IOException {
        String line = answer == null ? "-\n" : "+" + answer.reveal() + "\n";
        answers.write(line.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            questions.write(STOP);
            questions.close();
            answers.close();
            for (String name : List.of("questions", "answers", "askpass")) {
                Files.deleteIfExists(directory.resolve(name));
            }
            Files.deleteIfExists(directory);
        } catch (IOException inUse) {
            // a directory of ours that nobody else can enter: the system's cleaning takes it
        }
    }
}

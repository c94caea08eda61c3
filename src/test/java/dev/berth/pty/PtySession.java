package dev.berth.pty;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jline.terminal.Size;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.Assertions;

/** A program on a real pseudo-terminal, and the screen that a person would see there. Waits without sleeping. */
public final class PtySession implements AutoCloseable {
    private static final Duration PRESS_AGAIN = Duration.ofMillis(100);

    private final PtyProcess process;
    private final ScreenTerminal screen;
    private final StringBuilder raw = new StringBuilder();
    private final Thread reader;
    private boolean ended;

    private PtySession(PtyProcess process, int columns, int rows) {
        this.process = process;
        this.screen = new ScreenTerminal(columns, rows);
        this.reader = Thread.ofPlatform().daemon().name("pty-reader").start(this::read);
    }

    /** Starts a program; {@code env} is added to the environment of the test, with TERM=xterm-256color beneath. */
    public static PtySession start(List<String> argv, Map<String, String> env, int columns, int rows)
            throws IOException {
        Map<String, String> all = new HashMap<>(System.getenv());
        all.remove("NO_COLOR");
        all.remove("COLORTERM");
        all.put("TERM", "xterm-256color");
        all.putAll(env);
        PtyProcess process = new PtyProcessBuilder(argv.toArray(String[]::new))
                .setEnvironment(all)
                .setInitialColumns(columns)
                .setInitialRows(rows)
                .start();
        return new PtySession(process, columns, rows);
    }

    private void read() {
        try (Reader in = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            char[] buffer = new char[8192];
            for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                show(new String(buffer, 0, length));
            }
        } catch (IOException gone) {
            // On Linux the end of a pseudo-terminal is an error.
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    private synchronized void show(String output) {
        raw.append(output);
        screen.write(output.replace("\033[?2026h", "").replace("\033[?2026l", ""));
        notifyAll();
    }

    public void send(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Waits until the screen shows {@code text}. */
    public void await(String text, Duration deadline) throws InterruptedException {
        awaitScreen("the text " + text, shown -> shown.contains(text), deadline);
    }

    public synchronized void awaitScreen(String what, Predicate<String> condition, Duration deadline)
            throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        while (!condition.test(text())) {
            long left = end - System.nanoTime();
            if (left <= 0 || ended) {
                Assertions.fail("not seen: " + what + (ended ? " (the program ended)" : "") + "\n" + text());
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** Presses a key again and again until the screen shows {@code text}. */
    public void pressUntil(String key, String text, Duration deadline) throws IOException, InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        while (!shows(text, PRESS_AGAIN)) {
            if (System.nanoTime() - end > 0) {
                Assertions.fail("not seen: " + text + "\n" + text());
            }
            send(key);
        }
    }

    private synchronized boolean shows(String text, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!text().contains(text) && end - System.nanoTime() > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
        }
        return text().contains(text);
    }

    /** The screen as it is now. */
    public synchronized String text() {
        return screen.toString();
    }

    /** All that the program wrote so far. */
    public synchronized String rawOutput() {
        return raw.toString();
    }

    public void resize(int columns, int rows) {
        synchronized (this) {
            screen.setSize(Size.of(columns, rows));
        }
        process.setWinSize(new WinSize(columns, rows));
    }

    public long pid() {
        return process.pid();
    }

    /** Sends a signal by its name, such as {@code TERM}. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    }

    /** Waits for the end of the program and of its output. */
    public int exitCode(Duration deadline) throws InterruptedException {
        if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
            Assertions.fail("still running\n" + text());
        }
        reader.join(deadline.toMillis());
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

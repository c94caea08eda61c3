package dev.berth.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A command on its way.
 *
 * @param place where it runs
 * @param words its argument vector
 * @param ended counted down once nobody listens any more
 */
record DemoCall(
        DemoWorld world,
        DemoPlace place,
        List<String> words,
        InputStream in,
        OutputStream out,
        OutputStream err,
        CountDownLatch ended) {
    static final int NOT_FOUND = 127;
    private static final int LONGEST_LINE = 64 << 10;

    /** What the known words run as. */
    interface Program {
        /** @return the exit code */
        int run(DemoCall call) throws IOException;
    }

    DemoCall with(List<String> otherWords) {
        return new DemoCall(world, place, List.copyOf(otherWords), in, out, err, ended);
    }

    void print(String text) throws IOException {
        write(out, text);
    }

    int fail(int code, String text) throws IOException {
        write(err, text);
        return code;
    }

    private static void write(OutputStream to, String text) throws IOException {
        to.write(text.getBytes(StandardCharsets.UTF_8));
        to.flush();
    }

    /** True once the time has passed, false where the call ended before. */
    boolean pause(Duration time) {
        try {
            return !ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The script that {@code sh -s} reads from its input: up to its {@code exit}, since what follows is not for the shell. */
    String script() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            text.append(line).append('\n');
            if (line.equals("exit") || line.endsWith("; exit")) {
                break;
            }
        }
        return text.toString();
    }

    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b;
        while ((b = in.read()) >= 0 && b != '\n' && line.size() < LONGEST_LINE) {
            line.write(b);
        }
        return b < 0 && line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
    }
}

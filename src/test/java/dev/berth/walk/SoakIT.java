package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.tunnel.Users;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Ten minutes of forty users on one tunnel: the agent's memory stays flat, and no thread and no descriptor is left.
 * {@code mvn verify -Psoak}; BERTH_SOAK_SECONDS has it take less.
 */
@Tag("soak")
class SoakIT {
    private static final Duration LENGTH =
            Duration.ofSeconds(Long.parseLong(Objects.requireNonNullElse(System.getenv("BERTH_SOAK_SECONDS"), "600")));
    /** The first until the JIT has found its size, the last two until the heap has. */
    private static final int PARTS = 5;

    private static final int USERS = 40;
    private static final int DEEDS = 10;

    /** What the agent holds. */
    private record Sample(long memory, int descriptors, int threads, long virtual) {
        static Sample of(long pid) throws Exception {
            String status = Files.readString(Path.of("/proc/" + pid + "/status"));
            try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
                return new Sample(
                        figure(status, "VmRSS:\\s+(\\d+)") << 10,
                        (int) open.count(),
                        (int) figure(status, "Threads:\\s+(\\d+)"),
                        virtualThreads(pid));
            }
        }

        /** Compilers' threads come and go. */
        boolean near(Sample other) {
            return descriptors <= other.descriptors + 2 && virtual <= other.virtual + 2 && threads <= other.threads + 4;
        }

        /** Bytes of all objects that are in use. */
        static long live(long pid) throws Exception {
            return figure(jcmd(pid, "GC.class_histogram"), "Total\\s+\\d+\\s+(\\d+)");
        }

        private static long figure(String text, String pattern) {
            Matcher found = Pattern.compile(pattern).matcher(text);
            assertTrue(found.find(), text);
            return Long.parseLong(found.group(1));
        }

        private static long virtualThreads(long pid) throws Exception {
            Path dump = Files.createTempFile("berth-soak", ".txt");
            try {
                jcmd(pid, "Thread.dump_to_file", "-overwrite", dump.toString());
                return Files.readString(dump)
                        .lines()
                        .filter(line -> line.contains("\" virtual"))
                        .count();
            } finally {
                Files.delete(dump);
            }
        }

        private static String jcmd(long pid, String... words) throws Exception {
            List<String> line = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), String.valueOf(pid)));
            line.addAll(List.of(words));
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), said);
            return said;
        }
    }

    @Test
    void nothingGrows() throws Exception {
        Lab.assumeUp();
        int port = FreePort.next();
        InetSocketAddress local = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Users users = new Users(false);
        try (BerthProgram berth = new BerthProgram(Lab.sshConfig());
                HereServer server = HereServer.start(users::serve)) {
            berth.run("connect", "cpu1").ok();
            berth.run("tunnel", "add", "cpu1", port + ":" + server.end(), "--name", "t", "--wait")
                    .ok();
            long pid = agent(berth);
            Sample fresh = Sample.of(pid);
            long start = System.nanoTime();
            List<Sample> samples = new ArrayList<>();
            long rounds = 0;
            long warm = 0;
            while (System.nanoTime() - start < LENGTH.toNanos()) {
                users.run(1000 + rounds++, USERS, DEEDS, local);
                samples.add(Sample.of(pid));
                if (warm == 0 && System.nanoTime() - start > LENGTH.toNanos() / PARTS) {
                    warm = Sample.live(pid);
                }
            }
            Sample end = settled(pid, fresh);
            long live = Sample.live(pid);
            Map<String, Object> tunnel =
                    berth.run("tunnel", "show", "t", "--json").ok().object();
            int part = samples.size() / PARTS;
            long before = peak(samples.subList(samples.size() - 2 * part, samples.size() - part));
            long late = peak(samples.subList(samples.size() - part, samples.size()));
            System.out.printf(
                    "soak: %d s, %d rounds of %d connections, %s bytes in, %s out; objects %d MB warm, %d MB at the end;"
                            + " resident %d MB in the last part but one, %d MB in the last; descriptors %d, then %d;"
                            + " threads %d, then %d; virtual threads %d, then %d%n",
                    LENGTH.toSeconds(),
                    rounds,
                    USERS * DEEDS,
                    tunnel.get("bytesIn"),
                    tunnel.get("bytesOut"),
                    warm / 1_000_000,
                    live / 1_000_000,
                    before / 1_000_000,
                    late / 1_000_000,
                    fresh.descriptors,
                    end.descriptors,
                    fresh.threads,
                    end.threads,
                    fresh.virtual,
                    end.virtual);
            assertTrue(live <= warm + warm / 5, "objects grew from " + warm + " to " + live);
            assertTrue(late <= before + before / 10, "memory grew from " + before + " to " + late);
        }
    }

    private static long peak(List<Sample> samples) {
        return samples.stream().mapToLong(Sample::memory).max().orElseThrow();
    }

    /** Waits until nothing is left of the users: channels are closed a moment after their clients. */
    private static Sample settled(long pid, Sample fresh) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        Sample now = Sample.of(pid);
        while (!now.near(fresh)) {
            assertTrue(System.nanoTime() < end, "left behind: " + now + ", at first " + fresh);
            TimeUnit.MILLISECONDS.sleep(500);
            now = Sample.of(pid);
        }
        return now;
    }

    private static long agent(BerthProgram berth) throws IOException, InterruptedException {
        Map<?, ?> agent = (Map<?, ?>)
                Objects.requireNonNull(berth.run("info", "--json").ok().object().get("agent"));
        return ((Number) Objects.requireNonNull(agent.get("pid"))).longValue();
    }
}

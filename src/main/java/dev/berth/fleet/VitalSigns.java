package dev.berth.fleet;

import dev.berth.api.ProblemException;
import dev.berth.api.RemoteText;
import dev.berth.api.Vitals;
import dev.berth.link.Command;
import dev.berth.link.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads how a host is, by one short command. */
final class VitalSigns {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 64 << 10;
    private static final int MOST = 20;
    private static final long KIB = 1024;
    private static final String USUAL = "/var/lib/docker";
    /** The word of a guest's ticks, which count among those before, too. */
    private static final int GUEST = 10;

    private static final Logger LOG = Logger.getLogger(VitalSigns.class.getName());

    private static final String LOOK = """
            exec 2>/dev/null
            IFS= read -r root
            stat() { read -r cpu </proc/stat && echo "$1 $cpu"; }
            stat before
            read -r load rest </proc/loadavg && echo "load $load"
            echo "cores $(getconf _NPROCESSORS_ONLN)"
            awk '/^MemTotal:/ {print "total", $2} /^MemAvailable:/ {print "available", $2}' /proc/meminfo
            df -Pk "$root" / /home | awk 'NR > 1 && !seen[$6]++ {print "disk", $4, $2, $6}'
            tmux list-sessions -F '#S' | sed 's/^/tmux /'
            sleep 1
            stat after
            """;

    private @Nullable Double load;
    private @Nullable Integer cores;
    private long @Nullable [] before;
    private @Nullable Double busy;
    private @Nullable Long total;
    private @Nullable Long available;
    private final List<Vitals.Disk> disks = new ArrayList<>();
    private final List<String> tmux = new ArrayList<>();

    private VitalSigns() {}

    static Vitals read(Session session) throws IOException {
        long start = System.nanoTime();
        Output output = session.link()
                .run(Command.script(LOOK), (root(session) + "\n").getBytes(StandardCharsets.UTF_8), LIMIT, MOST_BYTES);
        session.journal()
                .ran("load, memory, disks, tmux", output.exit(), Duration.ofNanos(System.nanoTime() - start), true);
        return parse(output.out());
    }

    /** Where Docker keeps what it has; its usual place where it does not answer. */
    private static String root(Session session) {
        String told = null;
        try {
            told = session.dockerRoot();
        } catch (ProblemException refused) {
            LOG.log(Level.FINE, "the usual place is looked at", refused);
        }
        return told == null || !told.startsWith("/") || told.contains("\n") ? USUAL : told;
    }

    static Vitals parse(String told) {
        VitalSigns signs = new VitalSigns();
        told.lines().forEach(signs::take);
        Long used = signs.total == null || signs.available == null ? null : signs.total - signs.available;
        return new Vitals(signs.load, signs.cores, signs.busy, used, signs.total, signs.disks, signs.tmux);
    }

    private void take(String line) {
        String[] words = line.split(" ", 4);
        String value = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "load" -> load = value.matches("[0-9]{1,6}[.][0-9]{1,3}") ? Double.valueOf(value) : null;
            case "cores" -> cores = value.matches("[0-9]{1,6}") ? Integer.valueOf(value) : null;
            case "before" -> before = ticks(line);
            case "after" -> busy = busy(before, ticks(line));
            case "total" -> total = kib(value);
            case "available" -> available = kib(value);
            case "disk" -> disk(words);
            case "tmux" -> {
                if (tmux.size() < MOST) {
                    tmux.add(RemoteText.oneLine(line.substring("tmux ".length()), 80));
                }
            }
            default -> {}
        }
    }

    /** All ticks and the idle ones of {@code before cpu 10 0 5 100 …}; waiting for a disk is idle, too. */
    private static long @Nullable [] ticks(String line) {
        String[] words = line.strip().split(" +", -1);
        long all = 0;
        for (int i = 2; i < words.length && i < GUEST; i++) {
            if (!words[i].matches("[0-9]{1,17}")) {
                return null;
            }
            all += Long.parseLong(words[i]);
        }
        return words.length < GUEST ? null : new long[] {all, Long.parseLong(words[5]) + Long.parseLong(words[6])};
    }

    private static @Nullable Double busy(long @Nullable [] first, long @Nullable [] then) {
        if (first == null || then == null || then[0] <= first[0]) {
            return null;
        }
        double idle = then[1] - first[1];
        return Math.clamp(100 * (1 - idle / (then[0] - first[0])), 0, 100);
    }

    private void disk(String[] words) {
        Long free = words.length < 4 ? null : kib(words[1]);
        Long all = words.length < 4 ? null : kib(words[2]);
        if (free != null && all != null && disks.size() < MOST) {
            disks.add(new Vitals.Disk(RemoteText.oneLine(words[3], 100), free, all));
        }
    }

    private static @Nullable Long kib(String text) {
        return text.matches("[0-9]{1,14}") ? (Long) (Long.parseLong(text) * KIB) : null;
    }
}

package dev.berth.fleet;

import dev.berth.api.RemoteText;
import dev.berth.api.Vitals;
import dev.berth.link.Command;
import dev.berth.link.Output;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how a host is, by one short command. */
final class VitalSigns {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 64 << 10;
    private static final int MOST = 20;
    private static final long KIB = 1024;

    private static final String LOOK = """
            exec 2>/dev/null
            read -r load rest </proc/loadavg && echo "load $load"
            echo "cores $(getconf _NPROCESSORS_ONLN)"
            awk '/^MemTotal:/ {print "total", $2} /^MemAvailable:/ {print "available", $2}' /proc/meminfo
            df -Pk /var/lib/docker / /home | awk 'NR > 1 && !seen[$6]++ {print "disk", $4, $2, $6}'
            tmux list-sessions -F '#S' | sed 's/^/tmux /'
            """;

    private @Nullable Double load;
    private @Nullable Integer cores;
    private @Nullable Long total;
    private @Nullable Long available;
    private final List<Vitals.Disk> disks = new ArrayList<>();
    private final List<String> tmux = new ArrayList<>();

    private VitalSigns() {}

    static Vitals read(Session session) throws IOException {
        long start = System.nanoTime();
        Output output = session.link().run(Command.script(LOOK), new byte[0], LIMIT, MOST_BYTES);
        session.journal()
                .ran("load, memory, disks, tmux", output.exit(), Duration.ofNanos(System.nanoTime() - start), true);
        return parse(output.out());
    }

    static Vitals parse(String told) {
        VitalSigns signs = new VitalSigns();
        told.lines().forEach(signs::take);
        Long used = signs.total == null || signs.available == null ? null : signs.total - signs.available;
        return new Vitals(signs.load, signs.cores, used, signs.total, signs.disks, signs.tmux);
    }

    private void take(String line) {
        String[] words = line.split(" ", 4);
        String value = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "load" -> load = value.matches("[0-9]{1,6}[.][0-9]{1,3}") ? Double.valueOf(value) : null;
            case "cores" -> cores = value.matches("[0-9]{1,6}") ? Integer.valueOf(value) : null;
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

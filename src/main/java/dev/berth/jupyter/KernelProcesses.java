package dev.berth.jupyter;

import dev.berth.api.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which process each kernel of a host is, in containers or not: one that died and was started anew is another one. */
final class KernelProcesses {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern LINE = Pattern.compile("kernel ([0-9A-Za-z-]{1,64}) ([0-9]{1,18} [0-9]{1,18})");

    private KernelProcesses() {}

    static Map<String, String> read(HostPlace host) throws ProblemException {
        return parse(host.run(Script.of("kernels", Map.of()), LIMIT, true).out());
    }

    static Map<String, String> parse(String text) {
        Map<String, String> processes = new HashMap<>();
        Matcher lines = LINE.matcher(text);
        while (lines.find()) {
            processes.put(lines.group(1), lines.group(2));
        }
        return processes;
    }
}

package dev.berth.route;

import dev.berth.api.RemoteText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@link PortScript} says.
 *
 * @param whole it came to its end
 * @param unreadable there is no table to read
 * @param own the listening sockets of the network that the script ran in
 * @param containers those of each container, by id
 * @param holders who holds a socket, by its inode
 */
record PortReport(
        boolean whole,
        boolean unreadable,
        List<Listening> own,
        Map<String, List<Listening>> containers,
        Map<Long, Holder> holders) {
    private static final Pattern CONTAINER = Pattern.compile("container ([0-9a-f]{64})");
    private static final Pattern HOLDER = Pattern.compile("holder ([0-9]{1,18}) ([0-9]{1,18})");
    private static final Pattern PROCESS = Pattern.compile("process ([0-9]{1,18}) (.*)");
    private static final Pattern INNER = Pattern.compile("NSpid:.*\\s([0-9]{1,18})");
    private static final String ARGUMENTS = "arguments ";
    private static final int LONGEST_NAME = 64;

    /** @param pid as its own pid namespace counts it */
    record Holder(long pid, String process, String arguments) {}

    static PortReport parse(String text) {
        Reading reading = new Reading();
        text.lines().forEach(reading::line);
        return reading.report();
    }

    /** Reads line by line. */
    private static final class Reading {
        private final List<Listening> own = new ArrayList<>();
        private final Map<String, List<Listening>> containers = new HashMap<>();
        private final Map<Long, Long> pids = new HashMap<>();
        private final Map<Long, Holder> processes = new HashMap<>();
        private List<Listening> table = own;
        private @Nullable Long process;
        private boolean whole;
        private boolean unreadable;

        void line(String line) {
            Matcher container = CONTAINER.matcher(line);
            Matcher holder = HOLDER.matcher(line);
            Matcher named = PROCESS.matcher(line);
            Listening listening = Listening.of(line);
            whole |= line.equals("end");
            unreadable |= line.equals("unreadable");
            if (listening != null) {
                table.add(listening);
            } else if (container.matches()) {
                table = containers.computeIfAbsent(container.group(1), id -> new ArrayList<>());
            } else if (holder.matches()) {
                // a server's workers share its socket, and were started after it
                pids.merge(Long.parseLong(holder.group(1)), Long.parseLong(holder.group(2)), Math::min);
            } else if (named.matches()) {
                process = Long.parseLong(named.group(1));
                processes.put(process, new Holder(process, RemoteText.oneLine(named.group(2), LONGEST_NAME), ""));
            } else {
                detail(line);
            }
        }

        private void detail(String line) {
            Holder known = process == null ? null : processes.get(process);
            if (process == null || known == null) {
                return;
            }
            Matcher inner = INNER.matcher(line);
            if (inner.matches()) {
                processes.put(process, new Holder(Long.parseLong(inner.group(1)), known.process(), known.arguments()));
            } else if (line.startsWith(ARGUMENTS)) {
                processes.put(process, new Holder(known.pid(), known.process(), line.substring(ARGUMENTS.length())));
            }
        }

        PortReport report() {
            Map<Long, Holder> holders = new HashMap<>();
            pids.forEach((inode, pid) -> {
                Holder holder = processes.get(pid);
                if (holder != null) {
                    holders.put(inode, holder);
                }
            });
            return new PortReport(whole, unreadable, own, containers, holders);
        }
    }
}

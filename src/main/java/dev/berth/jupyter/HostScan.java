package dev.berth.jupyter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The processes of a host that may be Jupyter servers, as scan.sh tells them.
 *
 * @param hidden other users' processes can't be seen, and so containers' neither
 * @param whole the scan came to its end
 */
record HostScan(boolean hidden, boolean whole, long user, List<Seen> processes) {

    /**
     * @param pid as the host sees it
     * @param innerPid in its own pid namespace
     * @param nested it is in a pid namespace of its own
     * @param cgroups paths; a container's holds its id
     */
    record Seen(
            long pid, long innerPid, boolean nested, long ticks, long uid, List<String> cgroups, CommandLine command) {

        /** The container it runs in, of those known; null where it is in none of them. */
        @Nullable
        String container(Iterable<String> knownIds) {
            for (String id : knownIds) {
                for (String cgroup : cgroups) {
                    if (cgroup.contains(id)) {
                        return id;
                    }
                }
            }
            return null;
        }
    }

    static HostScan parse(String text) {
        Blocks blocks = Blocks.parse(text, "process");
        List<Seen> seen = new ArrayList<>();
        for (Map<String, List<String>> block : blocks.items()) {
            Seen one = seen(block);
            if (one != null) {
                seen.add(one);
            }
        }
        Map<String, List<String>> head = blocks.head();
        return new HostScan(head.containsKey("hidden"), blocks.whole(), Blocks.number(head, "user", -1), seen);
    }

    private static @Nullable Seen seen(Map<String, List<String>> block) {
        CommandLine command = CommandLine.of(block.getOrDefault("arg", List.of()));
        long pid = Blocks.number(block, "process", -1);
        if (command == null || pid < 0) {
            return null;
        }
        List<String> pids =
                List.of(Blocks.text(block, "pids", Long.toString(pid)).strip().split(" +", -1));
        String inner = pids.getLast();
        return new Seen(
                pid,
                inner.matches("[0-9]{1,18}") ? Long.parseLong(inner) : pid,
                pids.size() > 1,
                Blocks.number(block, "ticks", 0),
                Blocks.number(block, "uid", -1),
                block.getOrDefault("cgroup", List.of()),
                command);
    }
}

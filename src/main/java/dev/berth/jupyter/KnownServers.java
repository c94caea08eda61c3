package dev.berth.jupyter;

import dev.berth.jupyter.HostScan.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Facts of servers that won't change any more, so that a watcher need not look into their containers again. */
final class KnownServers {
    /** A process, told from a later one of the same number by its start. */
    private record Key(long pid, long ticks) {
        static Key of(Seen seen) {
            return new Key(seen.pid(), seen.ticks());
        }
    }

    private final Map<Key, ServerFacts> facts = new ConcurrentHashMap<>();

    /** Forgets all but these. */
    void retain(List<Seen> processes) {
        Set<Key> there = processes.stream().map(Key::of).collect(Collectors.toSet());
        facts.keySet().retainAll(there);
    }

    /** Null unless all of them are known. */
    @Nullable
    List<ServerFacts> facts(List<Seen> processes) {
        List<ServerFacts> known = new ArrayList<>();
        for (Seen seen : processes) {
            ServerFacts one = facts.get(Key.of(seen));
            if (one == null) {
                return null;
            }
            known.add(one);
        }
        return known.isEmpty() ? null : known;
    }

    void note(List<Seen> processes, List<ServerFacts> found) {
        for (Seen seen : processes) {
            for (ServerFacts one : found) {
                if (one.pid() == seen.innerPid() && one.settled()) {
                    facts.put(Key.of(seen), one);
                }
            }
        }
    }
}

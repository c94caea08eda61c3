package dev.berth.jupyter;

import dev.berth.api.JupyterServer.State;
import dev.berth.api.TunnelStatus.Way;
import dev.berth.jupyter.HostScan.Seen;
import dev.berth.route.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Servers that answered and won't change any more, so that a watcher need not look into their containers again. */
final class KnownServers {
    /** @param route the way that led there */
    record Known(Place place, ServerFacts facts, Route route) {}

    /** A process, told from a later one of the same number by its start. */
    private record Key(long pid, long ticks) {
        static Key of(Seen seen) {
            return new Key(seen.pid(), seen.ticks());
        }
    }

    /** A relay is a program that starts over there for each question: watchers are spared that most of the time. */
    private static final Duration RELAYED = Duration.ofSeconds(15);

    private record Answered(FoundServer server, long at) {}

    private final Map<Key, Known> known = new ConcurrentHashMap<>();
    private final Map<Known, Answered> relayed = new ConcurrentHashMap<>();

    /** Forgets all but these. */
    void retain(List<Seen> processes) {
        Set<Key> there = processes.stream().map(Key::of).collect(Collectors.toSet());
        known.keySet().retainAll(there);
        relayed.keySet().retainAll(known.values());
    }

    /** What it answered to a question by a relay not long ago; its process is there, as whoever asks has seen. Else null. */
    @Nullable
    FoundServer recent(Known one) {
        Answered answered = relayed.get(one);
        return answered != null && System.nanoTime() - answered.at < RELAYED.toNanos() ? answered.server : null;
    }

    /** Null unless all of them are known, and their container still has that name. */
    @Nullable
    List<Known> all(List<Seen> processes, @Nullable String container) {
        List<Known> all = new ArrayList<>();
        for (Seen seen : processes) {
            Known one = known.get(Key.of(seen));
            if (one == null || !Objects.equals(one.place.container(), container)) {
                return null;
            }
            all.add(one);
        }
        return all.isEmpty() ? null : all;
    }

    void note(List<Seen> processes, Known one, FoundServer now) {
        if (now.info().state() != State.READY || !one.facts.settled()) {
            return;
        }
        for (Seen seen : processes) {
            if (seen.innerPid() == one.facts.pid()) {
                known.put(Key.of(seen), one);
            }
        }
    }

    /** One that stopped answering is looked at anew: perhaps only the way to it has changed. */
    void noteAgain(Known one, FoundServer now) {
        if (now.info().state() != State.READY) {
            known.values().remove(one);
        } else if (one.route.way() == Way.RELAY) {
            relayed.put(one, new Answered(now, System.nanoTime()));
        }
    }
}

package dev.berth.fleet;

import dev.berth.api.KeptWatch;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What persons want to be told of, written down with each change. Safe for use by several threads; blocks no longer than
 * the disk does.
 */
final class WatchList {
    private final WatchStore store;
    private final Set<KeptWatch.Subject> all = new LinkedHashSet<>();
    private boolean ended;

    WatchList(WatchStore store) {
        this.store = store;
    }

    /**
     * Takes up what was written down.
     *
     * @return the hosts that are to be connected for it
     */
    synchronized Set<String> restore() {
        Set<String> hosts = new LinkedHashSet<>();
        for (KeptWatch kept : store.load()) {
            all.add(kept.subject());
            if (kept.running()) {
                hosts.add(kept.subject().host());
            }
        }
        return hosts;
    }

    /** After a stop nothing is connected for it before a person does so. */
    synchronized void close(Fleet.End end) {
        save(end == Fleet.End.HANDOVER);
        ended = true;
    }

    private void save(boolean running) {
        if (!ended) {
            store.save(
                    all.stream().map(subject -> new KeptWatch(subject, running)).toList());
        }
    }

    synchronized void add(KeptWatch.Subject subject) {
        if (all.add(subject)) {
            save(true);
        }
    }

    synchronized void remove(KeptWatch.Subject subject) {
        if (all.remove(subject)) {
            save(true);
        }
    }

    synchronized <T extends KeptWatch.Subject> List<T> of(String host, Class<T> kind) {
        return all.stream()
                .filter(subject -> subject.host().equals(host))
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    synchronized boolean on(String host) {
        return all.stream().anyMatch(subject -> subject.host().equals(host));
    }
}

package dev.berth.fleet;

import dev.berth.api.Alert;
import dev.berth.api.JupyterServer;
import dev.berth.api.JupyterServer.Kernel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The servers whose kernels a person wants to hear of, and what there is to tell. Safe for use by several threads; nothing
 * blocks, but for the disk that a change of what is watched is written to.
 */
final class KernelWatch {
    /** A look can miss what is there, in a container that is just being changed for instance. */
    private static final int LOOKS_UNTIL_GONE = 2;

    private record Key(String host, @Nullable String container, int port) {}

    /**
     * A kernel as it was seen last.
     *
     * @param process empty where it can't be seen; another one means that the kernel died and was started anew
     * @param busySince in nanoseconds
     */
    private record Seen(Kernel kernel, String process, long busySince, int missed) {}

    private static final class Watched {
        final Map<String, Seen> kernels = new HashMap<>();
        int missed;
    }

    private final WatchStore store;
    private final Map<Key, Watched> watched = new LinkedHashMap<>();
    private boolean ended;

    KernelWatch(WatchStore store) {
        this.store = store;
    }

    /**
     * Takes up what was written down.
     *
     * @return the hosts that are to be connected for it
     */
    synchronized Set<String> restore() {
        Set<String> hosts = new LinkedHashSet<>();
        for (WatchStore.Kept kept : store.load()) {
            watched.put(new Key(kept.host(), kept.container(), kept.port()), new Watched());
            if (kept.running()) {
                hosts.add(kept.host());
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
            store.save(watched.keySet().stream()
                    .map(key -> new WatchStore.Kept(key.host, key.container, key.port, running))
                    .toList());
        }
    }

    synchronized void set(String host, @Nullable String container, int port, boolean on) {
        Key key = new Key(host, container, port);
        boolean changed = on ? watched.putIfAbsent(key, new Watched()) == null : watched.remove(key) != null;
        if (changed) {
            save(true);
        }
    }

    synchronized boolean on(JupyterServer server) {
        return watched.containsKey(key(server));
    }

    /** Something on this host is watched. */
    synchronized boolean on(String host) {
        return watched.keySet().stream().anyMatch(key -> key.host.equals(host));
    }

    /** What becomes of it next is no news: a person asked for it. */
    synchronized void expect(JupyterServer server, Kernel kernel) {
        Watched one = watched.get(key(server));
        if (one != null) {
            one.kernels.remove(kernel.id());
        }
    }

    private static Key key(JupyterServer server) {
        return new Key(server.host(), server.container(), server.port());
    }

    /**
     * Takes what a look at a host found.
     *
     * @param processes of kernels, by their ids
     * @param now in nanoseconds
     */
    synchronized List<Alert> look(
            String host, List<JupyterServer> servers, Map<String, String> processes, long now, Instant at) {
        List<Alert> alerts = new ArrayList<>();
        Iterator<Map.Entry<Key, Watched>> each = watched.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Key, Watched> entry = each.next();
            if (!entry.getKey().host.equals(host)) {
                continue;
            }
            Watched one = entry.getValue();
            JupyterServer server = server(servers, entry.getKey());
            if (server != null) {
                one.missed = 0;
                compare(one, server, processes, now, at, alerts);
            } else if (++one.missed >= LOOKS_UNTIL_GONE) {
                alerts.add(gone(entry.getKey(), at));
                each.remove();
                save(true);
            }
        }
        return alerts;
    }

    private static @Nullable JupyterServer server(List<JupyterServer> servers, Key key) {
        for (JupyterServer server : servers) {
            if (key(server).equals(key)) {
                return server;
            }
        }
        return null;
    }

    private static Alert gone(Key key, Instant at) {
        String where = place(key.host, key.container);
        return new Alert(
                at,
                key.host,
                "Jupyter in " + where + " is gone",
                "Nothing runs on its port " + key.port + " any more.");
    }

    /** One that does not answer tells nothing of its kernels. */
    private static void compare(
            Watched one,
            JupyterServer server,
            Map<String, String> processes,
            long now,
            Instant at,
            List<Alert> alerts) {
        if (server.state() != JupyterServer.State.READY) {
            return;
        }
        Map<String, Seen> newest = new HashMap<>();
        for (Kernel kernel : server.kernels()) {
            Seen before = one.kernels.remove(kernel.id());
            Seen seen = seen(kernel, processes.getOrDefault(kernel.id(), ""), before, now);
            String news = before == null ? null : news(before, seen, now);
            if (news != null) {
                alerts.add(new Alert(at, server.host(), kernel.title() + " " + news, where(server)));
            }
            newest.put(kernel.id(), seen);
        }
        for (Seen missing : one.kernels.values()) {
            if (missing.missed + 1 < LOOKS_UNTIL_GONE) {
                newest.put(
                        missing.kernel.id(),
                        new Seen(missing.kernel, missing.process, missing.busySince, missing.missed + 1));
            } else if (!missing.kernel.state().equals("dead")) {
                alerts.add(
                        new Alert(at, server.host(), missing.kernel.title() + ": its kernel is gone", where(server)));
            }
        }
        one.kernels.clear();
        one.kernels.putAll(newest);
    }

    private static Seen seen(Kernel kernel, String process, @Nullable Seen before, long now) {
        if (before == null) {
            return new Seen(kernel, process, now, 0);
        }
        return new Seen(
                kernel, process.isEmpty() ? before.process : process, before.kernel.busy() ? before.busySince : now, 0);
    }

    /** Null where there is none. */
    private static @Nullable String news(Seen before, Seen seen, long now) {
        String after =
                before.kernel.busy() ? ", after " + span(TimeUnit.NANOSECONDS.toSeconds(now - before.busySince)) : "";
        if (seen.kernel.state().equals("dead")) {
            return before.kernel.state().equals("dead") ? null : "died" + after;
        }
        boolean another = !before.process.isEmpty() && !Objects.equals(before.process, seen.process);
        if (another) {
            return "lost its kernel" + after + "; a new one was started";
        }
        return before.kernel.busy() && seen.kernel.state().equals("idle") ? "has finished" + after : null;
    }

    private static String span(long seconds) {
        if (seconds < 60) {
            return Math.max(1, seconds) + " s";
        }
        return seconds < 3600 ? seconds / 60 + " min" : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    private static String where(JupyterServer server) {
        return "Jupyter in " + place(server.host(), server.container()) + " on port " + server.port() + ".";
    }

    private static String place(String host, @Nullable String container) {
        return container == null ? host : host + "/" + container;
    }
}

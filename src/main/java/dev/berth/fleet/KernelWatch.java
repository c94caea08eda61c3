package dev.berth.fleet;

import dev.berth.api.Alert;
import dev.berth.api.JupyterServer;
import dev.berth.api.JupyterServer.Kernel;
import dev.berth.api.KeptWatch.Kernels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The servers whose kernels a person wants to hear of, and what there is to tell. Safe for use by several threads; nothing
 * blocks, but for the disk that a change of what is watched is written to.
 */
final class KernelWatch {
    /** A look can miss what is there, in a container that is just being changed for instance. */
    private static final int LOOKS_UNTIL_GONE = 2;

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

    private final WatchList list;
    private final Map<Kernels, Watched> watched = new HashMap<>();

    KernelWatch(WatchList list) {
        this.list = list;
    }

    synchronized void set(String host, @Nullable String container, int port, boolean on) {
        Kernels subject = new Kernels(host, container, port);
        if (on) {
            list.add(subject);
        } else {
            forget(subject);
        }
    }

    private void forget(Kernels subject) {
        list.remove(subject);
        watched.remove(subject);
    }

    boolean on(JupyterServer server) {
        return list.of(server.host(), Kernels.class).contains(subject(server));
    }

    /** Something on this host is watched. */
    boolean on(String host) {
        return !list.of(host, Kernels.class).isEmpty();
    }

    /** What becomes of it next is no news: a person asked for it. */
    synchronized void expect(JupyterServer server, Kernel kernel) {
        Watched one = watched.get(subject(server));
        if (one != null) {
            one.kernels.remove(kernel.id());
        }
    }

    private static Kernels subject(JupyterServer server) {
        return new Kernels(server.host(), server.container(), server.port());
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
        for (Kernels subject : list.of(host, Kernels.class)) {
            Watched one = watched.computeIfAbsent(subject, added -> new Watched());
            JupyterServer server = server(servers, subject);
            if (server != null) {
                one.missed = 0;
                compare(one, server, processes, now, at, alerts);
            } else if (++one.missed >= LOOKS_UNTIL_GONE) {
                alerts.add(gone(subject, at));
                forget(subject);
            }
        }
        return alerts;
    }

    private static @Nullable JupyterServer server(List<JupyterServer> servers, Kernels subject) {
        for (JupyterServer server : servers) {
            if (subject(server).equals(subject)) {
                return server;
            }
        }
        return null;
    }

    private static Alert gone(Kernels subject, Instant at) {
        String where = place(subject.host(), subject.container());
        return new Alert(
                at,
                subject.host(),
                "Jupyter in " + where + " is gone",
                "Nothing runs on its port " + subject.port() + " any more.");
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

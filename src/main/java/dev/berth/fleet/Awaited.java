package dev.berth.fleet;

import dev.berth.api.Alert;
import dev.berth.api.Container;
import dev.berth.api.Gpu;
import dev.berth.api.GpuWish;
import dev.berth.api.RemoteText;
import dev.berth.api.Watches;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What persons wait for: GPUs that become free, containers that end. Each is told once. Safe for use by several threads;
 * nothing blocks.
 */
final class Awaited {
    private static final double GIB = 1L << 30;

    private final Map<String, GpuWish> gpus = new HashMap<>();
    /** Ids by host. */
    private final Map<String, Set<String>> containers = new HashMap<>();
    /** Names as they were seen last, since one that is gone has none. */
    private final Map<String, String> names = new HashMap<>();
    /** Of the containers waited for those that were heard to end: a restart may be quicker than the next look. */
    private final Set<String> died = new HashSet<>();

    synchronized void gpus(String host, @Nullable GpuWish wish) {
        if (wish == null) {
            gpus.remove(host);
        } else {
            gpus.put(host, wish);
        }
    }

    synchronized void container(String host, String id, boolean on) {
        Set<String> ids = containers.computeIfAbsent(host, name -> new LinkedHashSet<>());
        if (on) {
            ids.add(id);
        } else {
            forget(ids, id);
        }
    }

    private void forget(Set<String> ids, String id) {
        ids.remove(id);
        names.remove(id);
        died.remove(id);
    }

    synchronized Watches of(String host) {
        return new Watches(gpus.get(host), List.copyOf(containers.getOrDefault(host, Set.of())));
    }

    synchronized boolean gpus(String host) {
        return gpus.containsKey(host);
    }

    synchronized boolean containers(String host) {
        return !containers.getOrDefault(host, Set.of()).isEmpty();
    }

    /** Something on this host is waited for. */
    boolean on(String host) {
        return gpus(host) || containers(host);
    }

    synchronized void died(String host, String id) {
        if (containers.getOrDefault(host, Set.of()).contains(id)) {
            died.add(id);
        }
    }

    /** Takes a reading of a host's GPUs; null where there is nothing to tell. */
    synchronized @Nullable Alert look(String host, List<Gpu> readings, Instant at) {
        GpuWish wish = gpus.get(host);
        List<Gpu> free = wish == null ? List.of() : wish.fitting(readings);
        if (free.isEmpty()) {
            return null;
        }
        gpus.remove(host);
        Gpu first = free.getFirst();
        String title = free.size() == 1
                ? "GPU " + first.index() + " of " + host + " is free"
                : free.size() + " GPUs of " + host + " are free";
        return new Alert(
                at,
                host,
                title,
                String.join(", ", free.stream().map(Awaited::unused).toList()) + ".");
    }

    private static String unused(Gpu gpu) {
        return String.format(Locale.ROOT, "GPU %d %s, %.1f GiB unused", gpu.index(), gpu.name(), gpu.unused() / GIB);
    }

    /** Containers waited for that were heard to end: asked before a look, since a death during it may not show in it. */
    synchronized Set<String> heardToDie() {
        return Set.copyOf(died);
    }

    /**
     * Takes a look at a host's containers.
     *
     * @param all those that do not run, too
     * @param heard to have ended before the look
     */
    synchronized List<Alert> ended(String host, List<Container> all, Set<String> heard, Instant at) {
        Set<String> ids = containers.getOrDefault(host, Set.of());
        List<Alert> alerts = new ArrayList<>();
        for (String id : List.copyOf(ids)) {
            Container container = all.stream()
                    .filter(each -> each.id().equals(id))
                    .findFirst()
                    .orElse(null);
            String news = news(heard.contains(id), container);
            if (container != null) {
                names.put(id, container.name());
            }
            if (news != null) {
                String name = names.getOrDefault(id, id.substring(0, Math.min(12, id.length())));
                alerts.add(new Alert(at, host, name + " has ended", "Container " + name + " on " + host + news + "."));
                forget(ids, id);
            }
        }
        return alerts;
    }

    private static @Nullable String news(boolean heard, @Nullable Container container) {
        if (container == null) {
            return " is no longer there";
        }
        return switch (container.state()) {
            case "running", "paused", "created" -> heard ? " was started again since" : null;
            default -> ": " + RemoteText.oneLine(container.status(), 80);
        };
    }
}

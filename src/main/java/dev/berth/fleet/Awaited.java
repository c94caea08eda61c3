package dev.berth.fleet;

import dev.berth.api.Alert;
import dev.berth.api.Container;
import dev.berth.api.Gpu;
import dev.berth.api.GpuWish;
import dev.berth.api.KeptWatch.End;
import dev.berth.api.KeptWatch.FreeGpus;
import dev.berth.api.RemoteText;
import dev.berth.api.Watches;
import dev.berth.docker.Docker.ContainerEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * GPUs that are to become free, containers that are to end. Each is told once. Safe for use by several threads; nothing
 * blocks, but for the disk that a change of what is waited for is written to.
 */
final class Awaited {
    private static final double GIB = 1L << 30;

    private final WatchList list;
    /** Names as they were seen last, by id. */
    private final Map<String, String> names = new HashMap<>();
    /** Ends that were heard of, by id: a restart or a removal may be quicker than the next look. */
    private final Map<String, ContainerEvent> died = new HashMap<>();

    Awaited(WatchList list) {
        this.list = list;
    }

    synchronized void gpus(String host, @Nullable GpuWish wish) {
        list.of(host, FreeGpus.class).forEach(list::remove);
        if (wish != null) {
            list.add(new FreeGpus(host, wish));
        }
    }

    synchronized void end(End end) {
        noEnd(end.host(), end.container());
        list.add(end);
    }

    synchronized void noEnd(String host, String id) {
        list.of(host, End.class).stream()
                .filter(end -> end.container().equals(id))
                .forEach(this::forget);
    }

    private void forget(End end) {
        list.remove(end);
        names.remove(end.container());
        died.remove(end.container());
    }

    private @Nullable GpuWish wish(String host) {
        List<FreeGpus> free = list.of(host, FreeGpus.class);
        return free.isEmpty() ? null : free.getFirst().wish();
    }

    Watches of(String host) {
        return new Watches(
                wish(host),
                list.of(host, End.class).stream().map(End::container).toList());
    }

    boolean gpus(String host) {
        return wish(host) != null;
    }

    boolean containers(String host) {
        return !list.of(host, End.class).isEmpty();
    }

    /** When the oldest run began whose end is waited for, by the engine's clock; null where none is. */
    @Nullable
    Instant since(String host) {
        return list.of(host, End.class).stream()
                .map(End::started)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The end of an earlier run is not the one that is waited for. */
    synchronized void died(String host, ContainerEvent death) {
        for (End end : list.of(host, End.class)) {
            boolean earlier =
                    end.started() != null && death.at() != null && death.at().isBefore(end.started());
            if (end.container().equals(death.id()) && !earlier) {
                died.put(death.id(), death);
            }
        }
    }

    /** Takes a reading of a host's GPUs; null where there is nothing to tell. */
    synchronized @Nullable Alert look(String host, List<Gpu> readings, Instant at) {
        GpuWish wish = wish(host);
        List<Gpu> free = wish == null ? List.of() : wish.fitting(readings);
        if (free.isEmpty()) {
            return null;
        }
        gpus(host, null);
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
        return Set.copyOf(died.keySet());
    }

    /**
     * Takes a look at a host's containers.
     *
     * @param all those that do not run, too
     * @param heard to have ended before the look
     */
    synchronized List<Alert> ended(String host, List<Container> all, Set<String> heard, Instant at) {
        List<Alert> alerts = new ArrayList<>();
        for (End end : list.of(host, End.class)) {
            String id = end.container();
            Container container = all.stream()
                    .filter(each -> each.id().equals(id))
                    .findFirst()
                    .orElse(null);
            if (container != null) {
                names.put(id, container.name());
            }
            String news = news(container, heard.contains(id), died.get(id));
            if (news != null) {
                String name = names.getOrDefault(id, end.name());
                alerts.add(new Alert(at, host, name + " has ended", "Container " + name + " on " + host + news + "."));
                forget(end);
            }
        }
        return alerts;
    }

    private static @Nullable String news(@Nullable Container container, boolean heard, @Nullable ContainerEvent death) {
        String exited = death == null || death.exitCode() == null ? "" : " exited with code " + death.exitCode() + ",";
        if (container == null) {
            return exited.isEmpty() ? " is no longer there" : exited + " and is no longer there";
        }
        return switch (container.state()) {
            case "running", "paused", "created" ->
                heard ? exited + (exited.isEmpty() ? "" : " and") + " was started again since" : null;
            default -> ": " + RemoteText.oneLine(container.status(), 80);
        };
    }
}

package dev.berth.tui.model;

import dev.berth.api.CommandRecord;
import dev.berth.api.Container;
import dev.berth.api.Event;
import dev.berth.api.GpuHistory;
import dev.berth.api.HostFact;
import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.JupyterServer;
import dev.berth.api.Notice;
import dev.berth.api.TunnelStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the agent told. Kept while the agent is away: old facts, shown as such, are better than none.
 *
 * @param known the list of hosts came
 * @param notices oldest first
 * @param commands oldest first
 * @param described what the ssh configuration says, of the hosts that were asked about
 * @param histories how busy the GPUs were, by host
 * @param sizes bytes that containers wrote when they were last measured, by their ids
 */
public record Facts(
        boolean known,
        List<HostSnapshot> hosts,
        List<TunnelStatus> tunnels,
        List<Notice> notices,
        List<CommandRecord> commands,
        Map<String, List<HostFact>> described,
        Map<String, GpuHistory> histories,
        Map<String, Long> sizes) {
    /** Lines of either log that are kept. */
    private static final int MOST_LINES = 500;

    public Facts {
        hosts = List.copyOf(hosts);
        tunnels = List.copyOf(tunnels);
        notices = List.copyOf(notices);
        commands = List.copyOf(commands);
        described = Map.copyOf(described);
        histories = Map.copyOf(histories);
        sizes = Map.copyOf(sizes);
    }

    public static Facts none() {
        return new Facts(false, List.of(), List.of(), List.of(), List.of(), Map.of(), Map.of(), Map.of());
    }

    /** With what the event tells, where it is a fact. */
    public Facts with(Event event) {
        return switch (event) {
            case Event.Hosts all ->
                new Facts(true, all.hosts(), tunnels, notices, commands, described, histories, sizes);
            case Event.HostChanged changed ->
                new Facts(
                        known,
                        replaced(changed.host()),
                        tunnels,
                        notices,
                        commands,
                        described,
                        with(
                                changed.host().host(),
                                history(changed.host().host())
                                        .with(changed.host().gpus())),
                        sizes);
            case Event.HostRead read -> {
                HostSnapshot host = host(read.host());
                yield host == null
                        ? this
                        : with(new Event.HostChanged(host.reading(read.rtt(), read.gpus(), read.servers())));
            }
            case Event.GpusWere were ->
                new Facts(
                        known, hosts, tunnels, notices, commands, described, with(were.host(), were.history()), sizes);
            case Event.Tunnels all ->
                new Facts(known, hosts, all.tunnels(), notices, commands, described, histories, sizes);
            case Event.Noted noted ->
                new Facts(
                        known,
                        hosts,
                        tunnels,
                        appended(notices, noted.notice()),
                        commands,
                        described,
                        histories,
                        sizes);
            case Event.Ran ran ->
                new Facts(
                        known, hosts, tunnels, notices, appended(commands, ran.command()), described, histories, sizes);
            case Event.Asked asked -> this;
            case Event.Settled settled -> this;
            case Event.Alerted alerted -> this;
            case Event.Progress progress -> this;
        };
    }

    public GpuHistory history(String host) {
        return histories.getOrDefault(host, GpuHistory.NONE);
    }

    private Map<String, GpuHistory> with(String host, GpuHistory newest) {
        if (newest.equals(histories.get(host))) {
            return histories;
        }
        Map<String, GpuHistory> all = new HashMap<>(histories);
        all.put(host, newest);
        return all;
    }

    public Facts describing(String host, List<HostFact> facts) {
        Map<String, List<HostFact>> all = new HashMap<>(described);
        all.put(host, List.copyOf(facts));
        return new Facts(known, hosts, tunnels, notices, commands, all, histories, sizes);
    }

    /** With how much these containers wrote; what was measured of others before stands. */
    public Facts sized(List<Container> containers) {
        Map<String, Long> all = new HashMap<>(sizes);
        for (Container container : containers) {
            Long size = container.size();
            if (size != null) {
                all.put(container.id(), size);
            }
        }
        return new Facts(known, hosts, tunnels, notices, commands, described, histories, all);
    }

    public @Nullable HostSnapshot host(String name) {
        for (HostSnapshot host : hosts) {
            if (host.host().equals(name)) {
                return host;
            }
        }
        return null;
    }

    /** The servers in a container, or on the host itself where {@code container} is null. */
    public List<JupyterServer> servers(String host, @Nullable String container) {
        HostSnapshot snapshot = host(host);
        if (snapshot == null) {
            return List.of();
        }
        return snapshot.servers().items().stream()
                .filter(server -> java.util.Objects.equals(server.container(), container))
                .toList();
    }

    public List<TunnelStatus> tunnelsOf(String host) {
        return tunnels.stream().filter(tunnel -> tunnel.host().equals(host)).toList();
    }

    public int up() {
        return (int) hosts.stream().filter(host -> host.state() == HostState.UP).count();
    }

    /** Tunnels that are switched on, whether or not they work at the moment. */
    public int tunnelsOn() {
        return (int) tunnels.stream()
                .filter(tunnel -> tunnel.state() != TunnelStatus.State.OFF)
                .count();
    }

    public List<JupyterServer> allServers() {
        return hosts.stream().flatMap(host -> host.servers().items().stream()).toList();
    }

    private List<HostSnapshot> replaced(HostSnapshot changed) {
        List<HostSnapshot> all = new ArrayList<>(hosts);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).host().equals(changed.host())) {
                all.set(i, changed);
                return all;
            }
        }
        all.add(changed);
        return all;
    }

    /** A new subscription is told the whole log again, so what is there already is not added twice. */
    private static <T> List<T> appended(List<T> lines, T line) {
        if (lines.contains(line)) {
            return lines;
        }
        int from = Math.max(0, lines.size() + 1 - MOST_LINES);
        List<T> all = new ArrayList<>(lines.subList(from, lines.size()));
        all.add(line);
        return all;
    }
}

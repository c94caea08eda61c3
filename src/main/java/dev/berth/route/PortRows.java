package dev.berth.route;

import dev.berth.api.Container;
import dev.berth.api.ListeningPort;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The ports of one place from its sockets: one row a port, however many addresses it listens on.
 *
 * @param container null for the host itself
 * @param ownNetwork it has a loopback that is not the host's
 */
record PortRows(String host, @Nullable String container, boolean ownNetwork, Map<Long, PortReport.Holder> holders) {
    /**
     * Docker's own name server listens there in a container, and serves nobody else. A host may well be a container, too.
     */
    private static final String DOCKER_DNS = "127.0.0.11";

    List<ListeningPort> of(List<Listening> sockets) {
        Map<Integer, List<Listening>> byPort = new TreeMap<>();
        for (Listening socket : sockets) {
            if (!Listening.text(socket.address()).equals(DOCKER_DNS)) {
                byPort.computeIfAbsent(socket.port(), port -> new ArrayList<>()).add(socket);
            }
        }
        return byPort.values().stream().map(this::row).toList();
    }

    private ListeningPort row(List<Listening> sockets) {
        Listening widest = sockets.stream()
                .min(Comparator.comparingInt(PortRows::narrowness))
                .orElseThrow();
        PortReport.Holder holder = sockets.stream()
                .map(socket -> holders.get(socket.inode()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new ListeningPort(
                host,
                container,
                widest.port(),
                Listening.text(widest.address()),
                holder == null ? null : holder.pid(),
                holder == null ? null : holder.process(),
                ServiceNames.of(widest.port(), holder),
                ownNetwork
                        && sockets.stream().allMatch(socket -> socket.address().isLoopbackAddress()),
                null);
    }

    private static int narrowness(Listening socket) {
        InetAddress address = socket.address();
        int family = address.getAddress().length == 4 ? 0 : 1;
        return (address.isAnyLocalAddress() ? 0 : address.isLoopbackAddress() ? 2 : 4) + family;
    }

    /** The host's ports that are containers' published ones say so: who listens on them is only Docker's proxy. */
    static List<ListeningPort> published(List<ListeningPort> ports, List<Container> containers) {
        List<ListeningPort> told = new ArrayList<>();
        for (ListeningPort port : ports) {
            String owner = owner(port.port(), containers);
            told.add(
                    owner == null
                            ? port
                            : new ListeningPort(
                                    port.host(),
                                    null,
                                    port.port(),
                                    port.address(),
                                    port.pid(),
                                    port.process(),
                                    owner,
                                    false,
                                    null));
        }
        return told;
    }

    private static @Nullable String owner(int port, List<Container> containers) {
        for (Container container : containers) {
            for (Container.PortMapping mapping : container.ports()) {
                if (mapping.hostPort() != null
                        && mapping.hostPort() == port
                        && mapping.protocol().equals("tcp")) {
                    return "port " + mapping.containerPort() + " of " + container.name();
                }
            }
        }
        return null;
    }
}

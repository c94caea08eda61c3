package dev.berth.docker;

import com.github.dockerjava.api.model.ContainerPort;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Ports;
import dev.berth.api.Container.PortMapping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The ports of a container, one row each: Docker lists a published one for IPv4 and again for IPv6. */
final class PublishedPorts {
    private PublishedPorts() {}

    /** From a list; a port without a host's port is exposed only. */
    static List<PortMapping> of(ContainerPort @Nullable [] ports) {
        List<PortMapping> rows = new ArrayList<>();
        for (ContainerPort port : ports == null ? new ContainerPort[0] : ports) {
            Integer inside = port.getPrivatePort();
            if (inside != null) {
                Integer outside = port.getPublicPort();
                boolean published = outside != null && outside > 0;
                rows.add(new PortMapping(
                        published ? port.getIp() : null, published ? outside : null, inside, protocol(port.getType())));
            }
        }
        return merged(rows);
    }

    /** From an inspection. */
    static List<PortMapping> of(@Nullable Ports ports) {
        List<PortMapping> rows = new ArrayList<>();
        if (ports != null) {
            ports.getBindings().forEach((port, bindings) -> add(rows, port, bindings));
        }
        return merged(rows);
    }

    private static void add(List<PortMapping> rows, ExposedPort port, Ports.Binding @Nullable [] bindings) {
        String protocol =
                protocol(port.getProtocol() == null ? null : port.getProtocol().toString());
        if (bindings == null || bindings.length == 0) {
            rows.add(new PortMapping(null, null, port.getPort(), protocol));
            return;
        }
        for (Ports.Binding binding : bindings) {
            Integer outside = hostPort(binding.getHostPortSpec());
            rows.add(new PortMapping(outside == null ? null : binding.getHostIp(), outside, port.getPort(), protocol));
        }
    }

    private static @Nullable Integer hostPort(@Nullable String spec) {
        return spec != null && spec.matches("[1-9][0-9]{0,4}") ? Integer.valueOf(spec) : null;
    }

    private static String protocol(@Nullable String protocol) {
        return protocol == null ? "tcp" : protocol;
    }

    static List<PortMapping> merged(List<PortMapping> rows) {
        List<PortMapping> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparingInt(PortMapping::containerPort)
                .thenComparing(PortMapping::protocol)
                .thenComparing(PortMapping::hostPort, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(row -> ipv6(row.address())));
        List<PortMapping> kept = new ArrayList<>();
        for (PortMapping row : sorted) {
            if (kept.stream().noneMatch(other -> covers(other, row))) {
                kept.add(row);
            }
        }
        return kept;
    }

    private static boolean covers(PortMapping kept, PortMapping row) {
        boolean samePort = kept.containerPort() == row.containerPort()
                && kept.protocol().equals(row.protocol())
                && Objects.equals(kept.hostPort(), row.hostPort());
        return samePort && reach(kept.address()).equals(reach(row.address()));
    }

    /** All of a host's addresses are one, and so are its loopbacks, whatever the family. */
    private static String reach(@Nullable String address) {
        return switch (address) {
            case null -> "any";
            case "", "0.0.0.0", "::" -> "any";
            case "127.0.0.1", "::1" -> "loopback";
            default -> address;
        };
    }

    private static boolean ipv6(@Nullable String address) {
        return address != null && address.contains(":");
    }
}

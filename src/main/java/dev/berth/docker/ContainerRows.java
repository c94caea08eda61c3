package dev.berth.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ContainerNetwork;
import dev.berth.api.Container;
import dev.berth.api.Container.GpuGrant;
import dev.berth.docker.Docker.ContainerDetails;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Docker's containers as ours. Podman and old engines leave fields out; a name is never missing, the id stands for it. */
final class ContainerRows {
    private ContainerRows() {}

    /** @param sized sizes were asked for; the engine leaves out those that are zero */
    static Container of(
            String host, com.github.dockerjava.api.model.Container row, boolean sized, @Nullable GpuGrant gpus) {
        String id = row.getId();
        Long created = row.getCreated();
        return new Container(
                host,
                id,
                name(row.getNames(), id),
                text(row.getImage()),
                text(row.getState()),
                text(row.getStatus()),
                Instant.ofEpochSecond(created == null ? 0 : created),
                sized ? number(row.getSizeRw()) : null,
                PublishedPorts.of(row.getPorts()),
                gpus,
                row.getHostConfig() == null ? "" : network(row.getHostConfig().getNetworkMode()));
    }

    /** A container has a second name, {@code /other/alias}, for each legacy link to it. */
    static String name(String @Nullable [] names, String id) {
        String shortest = null;
        for (String name : names == null ? new String[0] : names) {
            String plain = name.startsWith("/") ? name.substring(1) : name;
            if (!plain.isEmpty() && !plain.contains("/")) {
                shortest = shortest == null ? plain : shortest;
            }
        }
        return shortest == null ? shortId(id) : shortest;
    }

    static String shortId(String id) {
        return id.substring(0, Math.min(12, id.length()));
    }

    /** The engine's "default" is the bridge. */
    private static String network(@Nullable String mode) {
        return mode == null || mode.equals("default") ? "bridge" : mode;
    }

    static ContainerDetails details(InspectContainerResponse container) {
        ContainerState state = container.getState();
        ContainerConfig config = container.getConfig();
        String[] environment = config == null ? null : config.getEnv();
        return new ContainerDetails(
                container.getId(),
                name(container.getName() == null ? null : new String[] {container.getName()}, container.getId()),
                config == null ? "" : text(config.getImage()),
                state == null ? "" : text(state.getStatus()),
                number(state == null ? null : state.getExitCodeLong()).intValue(),
                started(state == null ? null : state.getStartedAt()),
                container.getHostConfig() == null
                        ? ""
                        : network(container.getHostConfig().getNetworkMode()),
                addresses(container),
                PublishedPorts.of(
                        container.getNetworkSettings() == null
                                ? null
                                : container.getNetworkSettings().getPorts()),
                number(state == null ? null : state.getPidLong()),
                config == null ? "" : text(config.getUser()),
                config == null ? "" : text(config.getWorkingDir()),
                environment == null ? List.of() : List.of(environment));
    }

    /** The year 1 is never. */
    private static @Nullable Instant started(@Nullable String at) {
        Instant started = time(at);
        return started != null && started.isAfter(Instant.EPOCH) ? started : null;
    }

    /** Null for what is no time. */
    static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException another) {
            return null;
        }
    }

    private static List<String> addresses(InspectContainerResponse container) {
        Map<String, ContainerNetwork> networks = container.getNetworkSettings() == null
                ? null
                : container.getNetworkSettings().getNetworks();
        List<String> found = new ArrayList<>();
        for (ContainerNetwork network : networks == null ? List.<ContainerNetwork>of() : networks.values()) {
            add(found, network.getIpAddress());
        }
        for (ContainerNetwork network : networks == null ? List.<ContainerNetwork>of() : networks.values()) {
            add(found, network.getGlobalIPv6Address());
        }
        return found;
    }

    private static void add(List<String> addresses, @Nullable String address) {
        if (address != null && !address.isEmpty()) {
            addresses.add(address);
        }
    }

    private static Long number(@Nullable Long number) {
        return number == null ? 0L : number;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}

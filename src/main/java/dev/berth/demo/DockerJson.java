package dev.berth.demo;

import dev.berth.demo.DemoContainer.Description;
import dev.berth.demo.DemoContainer.Port;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Containers as the engine's API tells them. */
final class DockerJson {
    private static final int WRITTEN_BYTES = 48_123_904;

    private DockerJson() {}

    static Map<String, Object> version() {
        return Map.of(
                "Version",
                DemoDocker.VERSION,
                "ApiVersion",
                DemoDocker.API,
                "MinAPIVersion",
                "1.44",
                "Os",
                "linux",
                "Arch",
                "amd64",
                "KernelVersion",
                "6.12.0-berth-demo");
    }

    static Map<String, Object> info(DemoWorld world) {
        long running =
                world.containers().stream().filter(DemoContainer::running).count();
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("ID", "berth-demo-" + world.name());
        info.put("Name", world.name());
        info.put("OperatingSystem", "Berth's demo");
        info.put("ServerVersion", DemoDocker.VERSION);
        info.put("Containers", world.containers().size());
        info.put("ContainersRunning", running);
        info.put("ContainersStopped", world.containers().size() - running);
        info.put("DefaultRuntime", "runc");
        info.put(
                "Runtimes",
                Map.of("runc", Map.of("path", "runc"), "nvidia", Map.of("path", "nvidia-container-runtime")));
        info.put("CgroupDriver", "systemd");
        info.put("CgroupVersion", "2");
        return info;
    }

    static Map<String, Object> row(DemoContainer container, boolean size) {
        Description description = container.description();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Id", container.id());
        row.put("Names", List.of("/" + container.name()));
        row.put("Image", description.image());
        row.put("ImageID", "sha256:" + container.id());
        row.put("Command", String.join(" ", description.command()));
        row.put("Created", description.created().getEpochSecond());
        row.put("Ports", container.running() ? ports(description) : List.of());
        row.put("Labels", Map.of("dev.berth.demo", "true"));
        row.put("State", container.state());
        row.put("Status", status(container));
        row.put("HostConfig", Map.of("NetworkMode", "bridge"));
        row.put("NetworkSettings", Map.of("Networks", networks(container)));
        row.put("Mounts", List.of());
        if (size) {
            row.put("SizeRw", WRITTEN_BYTES);
            row.put("SizeRootFs", 100L * WRITTEN_BYTES);
        }
        return row;
    }

    private static List<Map<String, Object>> ports(Description description) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Port port : description.ports()) {
            Integer outside = port.hostPort();
            if (outside == null) {
                rows.add(Map.of("PrivatePort", port.port(), "Type", "tcp"));
            } else {
                rows.add(Map.of("IP", "0.0.0.0", "PrivatePort", port.port(), "PublicPort", outside, "Type", "tcp"));
            }
        }
        return rows;
    }

    private static String status(DemoContainer container) {
        return container.running()
                ? "Up " + words(container.started())
                : "Exited (" + container.exitCode() + ") " + words(container.finished()) + " ago";
    }

    /** As Docker puts it, roughly. */
    private static String words(Instant since) {
        Duration age = Duration.between(since, Instant.now());
        if (age.toHours() >= 48) {
            return age.toDays() + " days";
        } else if (age.toMinutes() >= 90) {
            return age.toHours() + " hours";
        } else if (age.toMinutes() >= 2) {
            return age.toMinutes() + " minutes";
        }
        return age.toSeconds() + " seconds";
    }

    private static Map<String, Object> networks(DemoContainer container) {
        return Map.of(
                "bridge",
                Map.of(
                        "IPAddress",
                        container.running() ? container.description().address() : "",
                        "GlobalIPv6Address",
                        "",
                        "Gateway",
                        "172.17.0.1",
                        "IPPrefixLen",
                        16));
    }

    static Map<String, Object> inspect(DemoContainer container) {
        Description description = container.description();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("Id", container.id());
        details.put("Created", description.created().toString());
        details.put("Path", description.command().getFirst());
        details.put(
                "Args", description.command().subList(1, description.command().size()));
        details.put("State", state(container));
        details.put("Image", "sha256:" + container.id());
        details.put("Name", "/" + container.name());
        details.put("HostConfig", hostConfig(description));
        details.put("Config", config(container));
        details.put(
                "NetworkSettings",
                Map.of(
                        "Networks",
                        networks(container),
                        "Ports",
                        container.running() ? bindings(description) : Map.of()));
        details.put("Mounts", List.of());
        return details;
    }

    private static Map<String, Object> state(DemoContainer container) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("Status", container.state());
        state.put("Running", container.running());
        state.put("Paused", false);
        state.put("Restarting", false);
        state.put("OOMKilled", false);
        state.put("Dead", false);
        state.put("Pid", container.pid());
        state.put("ExitCode", container.exitCode());
        state.put("Error", "");
        state.put("StartedAt", container.started().toString());
        state.put("FinishedAt", container.finished().toString());
        return state;
    }

    private static Map<String, Object> hostConfig(Description description) {
        List<Map<String, Object>> requests = new ArrayList<>();
        if (!description.gpus().isEmpty()) {
            requests.add(Map.of(
                    "Driver", "",
                    "Count", 0,
                    "DeviceIDs", description.gpus(),
                    "Capabilities", List.of(List.of("gpu")),
                    "Options", Map.of()));
        }
        return Map.of("NetworkMode", "bridge", "Runtime", "runc", "DeviceRequests", requests);
    }

    private static Map<String, Object> config(DemoContainer container) {
        Description description = container.description();
        Map<String, Object> exposed = new LinkedHashMap<>();
        description.ports().forEach(port -> exposed.put(port.port() + "/tcp", Map.of()));
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("Hostname", container.id().substring(0, 12));
        config.put("User", "");
        config.put("Tty", false);
        config.put("Env", List.of("PATH=/usr/local/bin:/usr/bin:/bin", "BERTH_DEMO=1"));
        config.put("Cmd", description.command());
        config.put("Image", description.image());
        config.put("WorkingDir", container.place().directory());
        config.put("Labels", Map.of("dev.berth.demo", "true"));
        config.put("ExposedPorts", exposed);
        return config;
    }

    private static Map<String, @Nullable Object> bindings(Description description) {
        Map<String, @Nullable Object> bindings = new LinkedHashMap<>();
        for (Port port : description.ports()) {
            Integer outside = port.hostPort();
            bindings.put(
                    port.port() + "/tcp",
                    outside == null ? null : List.of(Map.of("HostIp", "0.0.0.0", "HostPort", String.valueOf(outside))));
        }
        return bindings;
    }
}

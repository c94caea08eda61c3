package dev.berth.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.HostConfig;
import dev.berth.api.Container.GpuGrant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The GPUs a container was given, by whichever of the ways: {@code --gpus} and compose (device requests), CDI names,
 * plain devices, and NVIDIA's own runtime with its variable or its list of volumes.
 */
final class GpuGrants {
    private static final String VOLUME_LIST = "/var/run/nvidia-container-devices/";

    private boolean all;
    private int count;
    private final List<String> devices = new ArrayList<>();

    private GpuGrants() {}

    /** @param defaultRuntime asked for only where the container names no runtime itself */
    static @Nullable GpuGrant of(InspectContainerResponse container, Supplier<String> defaultRuntime) {
        GpuGrants grants = new GpuGrants();
        HostConfig config = container.getHostConfig();
        if (config == null) {
            return null;
        }
        grants.requests(config.getDeviceRequests());
        if (grants.none()) {
            grants.plainDevices(config.getDevices());
        }
        if (grants.none() && asksRuntime(container) && nvidia(config.getRuntime(), defaultRuntime)) {
            grants.runtime(container);
        }
        return grants.result();
    }

    private boolean none() {
        return !all && count == 0 && devices.isEmpty();
    }

    private @Nullable GpuGrant result() {
        if (none()) {
            return null;
        }
        boolean counted = !all && devices.isEmpty();
        return new GpuGrant(all, counted ? count : null, all ? List.of() : devices);
    }

    private void requests(@Nullable List<DeviceRequest> requests) {
        for (DeviceRequest request : requests == null ? List.<DeviceRequest>of() : requests) {
            if ("cdi".equals(request.getDriver())) {
                list(request.getDeviceIds()).forEach(this::cdi);
            } else if ("nvidia".equals(request.getDriver()) || asksGpu(request)) {
                request(request);
            }
        }
    }

    private static boolean asksGpu(DeviceRequest request) {
        List<List<String>> capabilities = request.getCapabilities();
        return capabilities != null && capabilities.stream().anyMatch(set -> set != null && set.contains("gpu"));
    }

    private void request(DeviceRequest request) {
        Integer asked = request.getCount();
        if (!list(request.getDeviceIds()).isEmpty()) {
            list(request.getDeviceIds()).forEach(this::named);
        } else if (asked != null && asked != 0) {
            all |= asked < 0;
            count += Math.max(0, asked);
        }
    }

    /** A name like {@code nvidia.com/gpu=0}; other classes of device are no GPUs. */
    private void cdi(String name) {
        int equals = name.indexOf('=');
        if (equals > 0 && name.substring(0, equals).endsWith("/gpu")) {
            named(name.substring(equals + 1));
        }
    }

    private void named(String device) {
        if (device.equals("all")) {
            all = true;
        } else if (!device.isBlank() && !devices.contains(device)) {
            devices.add(device);
        }
    }

    private void plainDevices(Device @Nullable [] given) {
        List<String> paths = Arrays.stream(given == null ? new Device[0] : given)
                .map(Device::getPathOnHost)
                .filter(path -> path != null)
                .toList();
        for (String path : paths) {
            if (path.matches("/dev/nvidia[0-9]+")) {
                named(path.substring("/dev/nvidia".length()));
            } else if (path.startsWith("/dev/dri/renderD") && paths.contains("/dev/kfd")) {
                named(path.substring("/dev/dri/".length()));
            }
        }
        all |= paths.contains("/dev/dri") && paths.contains("/dev/kfd");
    }

    private static boolean asksRuntime(InspectContainerResponse container) {
        return variable(container) != null || !volumeList(container).isEmpty();
    }

    /** Base images of CUDA set the variable themselves: without NVIDIA's runtime it means nothing. */
    private static boolean nvidia(@Nullable String runtime, Supplier<String> defaultRuntime) {
        String name = runtime == null || runtime.isEmpty() ? defaultRuntime.get() : runtime;
        return name.startsWith("nvidia");
    }

    private void runtime(InspectContainerResponse container) {
        List<String> listed = volumeList(container);
        if (!listed.isEmpty()) {
            listed.forEach(this::named);
            return;
        }
        String value = variable(container);
        if (value == null || value.equals("void") || value.equals("none")) {
            return;
        }
        for (String device : value.split(",", -1)) {
            if (device.contains("=")) {
                cdi(device.strip());
            } else {
                named(device.strip());
            }
        }
    }

    private static @Nullable String variable(InspectContainerResponse container) {
        String start = "NVIDIA_VISIBLE_DEVICES=";
        String[] environment =
                container.getConfig() == null ? null : container.getConfig().getEnv();
        for (String entry : environment == null ? new String[0] : environment) {
            if (entry.startsWith(start)) {
                return entry.substring(start.length());
            }
        }
        return null;
    }

    private static List<String> volumeList(InspectContainerResponse container) {
        List<String> found = new ArrayList<>();
        for (InspectContainerResponse.Mount mount : list(container.getMounts())) {
            String path =
                    mount.getDestination() == null ? "" : mount.getDestination().getPath();
            if (path.startsWith(VOLUME_LIST)) {
                found.add(path.substring(path.lastIndexOf('/') + 1));
            }
        }
        return found;
    }

    private static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}

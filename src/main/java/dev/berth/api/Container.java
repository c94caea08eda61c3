package dev.berth.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container as its engine lists it.
 *
 * @param id the whole id
 * @param state Docker's word: created, running, paused, restarting, removing, exited, dead
 * @param status Docker's sentence, such as "Up 3 hours"
 * @param size bytes written over the image; null unless asked for
 * @param gpus null where none was given
 * @param network the network mode, such as "bridge", "host" or a network's name
 */
public record Container(
        String host,
        String id,
        String name,
        String image,
        String state,
        String status,
        Instant created,
        @Nullable Long size,
        List<PortMapping> ports,
        @Nullable GpuGrant gpus,
        String network) {

    public Container {
        ports = List.copyOf(ports);
    }

    public boolean running() {
        return state.equals("running");
    }

    /**
     * A port of a container; published where {@code hostPort} is there.
     *
     * @param address the host's address it is published on
     */
    public record PortMapping(
            @Nullable String address, @Nullable Integer hostPort, int containerPort, String protocol) {}

    /**
     * The GPUs a container was given.
     *
     * @param count how many were asked for without naming them; null where all or named ones were given
     * @param devices indexes or UUIDs, as they were given
     */
    public record GpuGrant(boolean all, @Nullable Integer count, List<String> devices) {
        public GpuGrant {
            devices = List.copyOf(devices);
        }
    }
}

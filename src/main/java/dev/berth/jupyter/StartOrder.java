package dev.berth.jupyter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server to start.
 *
 * @param container name or the first characters of its id; null: on the host itself
 * @param port null: the first published port that is free, else the first free one from 8888
 * @param directory to serve; null: the container's working directory
 * @param gpus indexes or UUIDs for CUDA_VISIBLE_DEVICES; none leaves it alone
 * @param environment {@code NAME=value}
 * @param arguments more for jupyter itself
 */
public record StartOrder(
        @Nullable String container,
        @Nullable Integer port,
        @Nullable String directory,
        List<String> gpus,
        List<String> environment,
        List<String> arguments) {
    public StartOrder {
        gpus = List.copyOf(gpus);
        environment = List.copyOf(environment);
        arguments = List.copyOf(arguments);
    }
}

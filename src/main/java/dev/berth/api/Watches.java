package dev.berth.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants to be told of a host, once.
 *
 * @param gpus when such GPUs are free; null where that is not asked for
 * @param containers ids of those whose end is waited for
 */
public record Watches(@Nullable GpuWish gpus, List<String> containers) {
    public static final Watches NONE = new Watches(null, List.of());

    public Watches {
        containers = List.copyOf(containers);
    }
}

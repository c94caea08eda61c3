package dev.berth.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A volume as its engine lists it.
 *
 * @param created null where the engine does not say
 * @param place its directory on the host, which only root may look into
 * @param usedBy names of the containers that have it, running or not
 */
public record Volume(
        String host, String name, String driver, @Nullable Instant created, String place, List<String> usedBy) {
    public Volume {
        usedBy = List.copyOf(usedBy);
    }

    /** Made by an image's VOLUME or {@code -v /path}, and called by a hash. */
    public boolean isAnonymous() {
        return name.matches("[0-9a-f]{64}");
    }
}

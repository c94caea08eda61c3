package dev.berth.docker;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerMount;
import dev.berth.api.Volume;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Docker's volumes as ours, each with the containers that have it. */
final class VolumeRows {
    private VolumeRows() {}

    /** @param raw all rows as the engine wrote them: docker-java leaves out when each was made */
    static Volume of(String host, InspectVolumeResponse row, @Nullable Object raw, List<Container> containers) {
        List<String> users = new ArrayList<>();
        for (Container container : containers) {
            for (ContainerMount mount :
                    container.getMounts() == null ? List.<ContainerMount>of() : container.getMounts()) {
                if (Objects.equals(mount.getName(), row.getName())) {
                    users.add(ContainerRows.name(container.getNames(), container.getId()));
                }
            }
        }
        return new Volume(
                host,
                row.getName(),
                text(row.getDriver()),
                created(raw, row.getName()),
                text(row.getMountpoint()),
                users);
    }

    private static @Nullable Instant created(@Nullable Object raw, String name) {
        for (Object row : raw instanceof List<?> rows ? rows : List.of()) {
            if (row instanceof Map<?, ?> fields && name.equals(fields.get("Name"))) {
                return ContainerRows.time(Objects.toString(fields.get("CreatedAt"), null));
            }
        }
        return null;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}

package dev.berth.docker;

import dev.berth.api.Image;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Docker's images as ours. */
final class ImageRows {
    /** What older engines call an image that lost its tags. */
    private static final String NONE = "<none>:<none>";

    private ImageRows() {}

    static Image of(String host, com.github.dockerjava.api.model.Image row) {
        return new Image(
                host,
                row.getId(),
                tags(row.getRepoTags()),
                Instant.ofEpochSecond(number(row.getCreated())),
                number(row.getSize()));
    }

    private static List<String> tags(String @Nullable [] tags) {
        return tags == null
                ? List.of()
                : Stream.of(tags).filter(tag -> !tag.equals(NONE)).toList();
    }

    private static long number(@Nullable Long number) {
        return number == null ? 0 : number;
    }
}

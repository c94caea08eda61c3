package dev.berth.api;

import java.time.Instant;
import java.util.List;

/**
 * An image as its engine lists it.
 *
 * @param id the whole id
 * @param tags such as {@code lab/jupyterlab:4.0}; none where another image took them
 * @param size bytes, with the layers that it shares with others
 */
public record Image(String host, String id, List<String> tags, Instant created, long size) {
    public Image {
        tags = List.copyOf(tags);
    }
}

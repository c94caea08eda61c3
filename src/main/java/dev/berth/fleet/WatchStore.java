package dev.berth.fleet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where it is written down which servers' kernels a person wants to hear of, so that the next agent tells of them too. */
public interface WatchStore {
    List<Kept> load();

    void save(List<Kept> watches);

    /**
     * A server as it is written down.
     *
     * @param container null for one on the host itself
     * @param running its host was to be kept connected for it
     */
    record Kept(String host, @Nullable String container, int port, boolean running) {}
}

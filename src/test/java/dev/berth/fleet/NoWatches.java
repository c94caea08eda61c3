package dev.berth.fleet;

import java.util.List;

/** Keeps no watched servers. */
enum NoWatches implements WatchStore {
    KEPT;

    @Override
    public List<Kept> load() {
        return List.of();
    }

    @Override
    public void save(List<Kept> watches) {}
}

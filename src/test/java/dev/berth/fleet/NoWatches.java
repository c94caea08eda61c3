package dev.berth.fleet;

import dev.berth.api.KeptWatch;
import java.util.List;

/** Keeps nothing that is waited for. */
enum NoWatches implements WatchStore {
    KEPT;

    @Override
    public List<KeptWatch> load() {
        return List.of();
    }

    @Override
    public void save(List<KeptWatch> watches) {}
}

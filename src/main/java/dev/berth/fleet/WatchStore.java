package dev.berth.fleet;

import dev.berth.api.KeptWatch;
import java.util.List;

/** Where it is written down what persons want to be told of, so that the next agent tells of it too. */
public interface WatchStore {
    List<KeptWatch> load();

    void save(List<KeptWatch> watches);
}

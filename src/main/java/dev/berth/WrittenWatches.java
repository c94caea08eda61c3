package dev.berth;

import dev.berth.api.ProblemException;
import dev.berth.config.SavedWatch;
import dev.berth.config.StateFile;
import dev.berth.fleet.WatchStore;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The watched servers in state.json. */
final class WrittenWatches implements WatchStore {
    private static final Logger LOG = Logger.getLogger(WrittenWatches.class.getName());

    private final StateFile file;
    private final List<SavedWatch> found;

    /** @param found what the file has */
    WrittenWatches(StateFile file, List<SavedWatch> found) {
        this.file = file;
        this.found = found;
    }

    @Override
    public List<Kept> load() {
        return found.stream()
                .map(watch -> new Kept(watch.host(), watch.container(), watch.port(), watch.running()))
                .toList();
    }

    @Override
    public void save(List<Kept> watches) {
        List<SavedWatch> saved = watches.stream()
                .map(watch -> new SavedWatch(watch.host(), watch.container(), watch.port(), watch.running()))
                .toList();
        try {
            file.change(state -> state.withWatches(saved));
        } catch (ProblemException failed) {
            LOG.log(Level.WARNING, "watched servers were not written down", failed);
        }
    }
}

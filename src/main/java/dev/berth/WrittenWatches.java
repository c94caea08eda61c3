package dev.berth;

import dev.berth.api.KeptWatch;
import dev.berth.api.ProblemException;
import dev.berth.config.StateFile;
import dev.berth.fleet.WatchStore;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What persons wait for, in state.json. */
final class WrittenWatches implements WatchStore {
    private static final Logger LOG = Logger.getLogger(WrittenWatches.class.getName());

    private final StateFile file;
    private final List<KeptWatch> found;

    /** @param found what the file has */
    WrittenWatches(StateFile file, List<KeptWatch> found) {
        this.file = file;
        this.found = found;
    }

    @Override
    public List<KeptWatch> load() {
        return found;
    }

    @Override
    public void save(List<KeptWatch> watches) {
        try {
            file.change(state -> state.withWatches(watches));
        } catch (ProblemException failed) {
            LOG.log(Level.WARNING, "what is waited for was not written down", failed);
        }
    }
}

package dev.berth;

import dev.berth.api.KeptRun;
import dev.berth.api.ProblemException;
import dev.berth.config.StateFile;
import dev.berth.fleet.RunStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Profiles of config.yaml, and those of state.json with the last runs. */
final class WrittenRuns implements RunStore {
    private static final Logger LOG = Logger.getLogger(WrittenRuns.class.getName());
    private static final int MOST = 200;

    private final StateFile file;
    private final Map<String, String> written;
    private List<KeptRun> kept;

    /** @param kept what the file has */
    WrittenRuns(Map<String, String> written, StateFile file, List<KeptRun> kept) {
        this.written = written;
        this.file = file;
        this.kept = kept;
    }

    @Override
    public synchronized List<KeptRun> list() {
        List<KeptRun> all = new ArrayList<>();
        written.forEach((name, line) -> all.add(new KeptRun(name, null, line)));
        kept.stream()
                .filter(run -> run.name() == null || !written.containsKey(run.name()))
                .forEach(all::add);
        return all;
    }

    @Override
    public boolean isWritten(String name) {
        return written.containsKey(name);
    }

    @Override
    public synchronized void keep(KeptRun run) {
        List<KeptRun> all = new ArrayList<>(kept);
        all.removeIf(old -> Objects.equals(old.name(), run.name()) && Objects.equals(old.host(), run.host()));
        all.add(run);
        kept = List.copyOf(all.subList(Math.max(0, all.size() - MOST), all.size()));
        try {
            file.change(state -> state.withRuns(kept));
        } catch (ProblemException failed) {
            LOG.log(Level.WARNING, "a run was not written down", failed);
        }
    }
}

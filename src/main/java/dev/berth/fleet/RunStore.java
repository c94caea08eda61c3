package dev.berth.fleet;

import dev.berth.api.KeptRun;
import java.util.List;

/** Where lines of docker run are kept. Safe for use by several threads. */
public interface RunStore {
    /** Profiles by name, those of config.yaml first, then the last run of each host. */
    List<KeptRun> list();

    /** Whether config.yaml has a profile of that name, which would hide any other. */
    boolean isWritten(String name);

    /** Keeps it in the place of the one with the same name, or of the host's last one. */
    void keep(KeptRun run);
}

package dev.berth.fleet;

import dev.berth.tunnel.TunnelSpec;
import java.util.List;

/** Where tunnels are written down, so that an agent that was killed or replaced finds them again. */
public interface TunnelStore {
    List<Kept> load();

    void save(List<Kept> tunnels);

    /**
     * A tunnel as it is written down.
     *
     * @param running it was switched on
     */
    record Kept(TunnelSpec spec, boolean running) {}
}

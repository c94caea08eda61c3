package dev.berth;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.config.SavedTunnel;
import dev.berth.config.State;
import dev.berth.config.StateFile;
import dev.berth.fleet.TunnelStore;
import dev.berth.tunnel.TunnelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The fleet's tunnels in state.json. */
final class WrittenTunnels implements TunnelStore {
    private static final Logger LOG = Logger.getLogger(WrittenTunnels.class.getName());

    private final StateFile file;
    private final StateFile.Found found;

    WrittenTunnels(StateFile file) {
        this.file = file;
        this.found = file.read();
    }

    /** What is to be told of the file as it was found. */
    List<Problem> problems() {
        return found.problems();
    }

    @Override
    public List<Kept> load() {
        List<Kept> kept = new ArrayList<>();
        for (SavedTunnel tunnel : found.state().tunnels()) {
            kept.add(new Kept(spec(tunnel), tunnel.running()));
        }
        return kept;
    }

    private static TunnelSpec spec(SavedTunnel tunnel) {
        String address = tunnel.remoteAddress();
        return new TunnelSpec(
                tunnel.name(),
                tunnel.host(),
                tunnel.container(),
                tunnel.kind(),
                tunnel.bindAddresses(),
                tunnel.localPort(),
                address == null ? "" : address,
                tunnel.remotePort(),
                tunnel.remotePath(),
                tunnel.group(),
                tunnel.autostart(),
                tunnel.saved(),
                tunnel.relay());
    }

    @Override
    public void save(List<Kept> tunnels) {
        List<SavedTunnel> saved = new ArrayList<>();
        for (Kept kept : tunnels) {
            saved.add(saved(kept.spec(), kept.running()));
        }
        try {
            file.write(State.of(saved));
        } catch (ProblemException failed) {
            LOG.log(Level.WARNING, "tunnels were not written down", failed);
        }
    }

    private static SavedTunnel saved(TunnelSpec spec, boolean running) {
        return new SavedTunnel(
                spec.name(),
                spec.host(),
                spec.container(),
                spec.kind(),
                spec.bindAddresses(),
                spec.localPort(),
                spec.remoteAddress(),
                spec.remotePort(),
                spec.remotePath(),
                spec.group(),
                spec.autostart(),
                spec.saved(),
                spec.relay(),
                running);
    }
}

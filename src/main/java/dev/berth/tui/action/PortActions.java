package dev.berth.tui.action;

import static dev.berth.tui.action.Action.named;

import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.JupyterServer;
import dev.berth.api.ListeningPort;
import dev.berth.api.Request;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Job;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.View;
import dev.berth.tui.table.Subject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What listens on a host and in its containers: looked at only when asked for, and forwarded only when picked. */
public final class PortActions {
    private PortActions() {}

    static List<Action> all() {
        return List.of(named("ports", "p")
                .says("ports", "the ports that listen there, to make tunnels to")
                .on(View.FLEET, View.CONTAINERS)
                .unless(PortActions::nobodyToAsk)
                .hint(61)
                .does(PortActions::look));
    }

    static @Nullable String nobodyToAsk(Target target) {
        HostSnapshot host = HostActions.host(target);
        if (target.row() == null || host == null) {
            return "There is no row whose ports could be listed.";
        }
        if (host.state() != HostState.UP) {
            return host.host() + " is not connected; u on its row in the fleet connects it.";
        }
        return target.subject() instanceof Subject.OfContainer it
                        && !it.container().running()
                ? it.container().name() + " is not running, so nothing listens in it."
                : null;
    }

    private static Step look(Target target) {
        String host = target.host();
        return host == null ? Step.of(target.model()) : look(target.model(), host, TunnelActions.container(target));
    }

    /** Asks for them; they are shown when they come. */
    public static Step look(Model model, String host, @Nullable String container) {
        Intent intent = new Intent.LookAtPorts(host, container);
        return model.work().pending().containsValue(intent)
                ? Step.of(model)
                : model.send(new Request.ListPorts(host, container), intent);
    }

    /** Makes the tunnel to the port under the cursor. */
    public static Step tunnel(Model model, Dialog.Ports ports) {
        ListeningPort port = ports.selected();
        if (port == null) {
            return Step.of(model);
        }
        if (port.localPort() != null) {
            String where = Job.where(port.host(), port.container());
            return Step.of(model.flash(
                    Flash.Tone.INFO,
                    "Port " + port.port() + " of " + where + " is at 127.0.0.1:" + port.localPort()
                            + " already; o opens it."));
        }
        Request.AddTunnel request = request(port, Request.LocalPort.SAME);
        return once(model, request, new Intent.AddTunnel(request));
    }

    /** Opens it in the browser: a Jupyter with its token, any other through a tunnel as it is. */
    public static Step open(Model model, Dialog.Ports ports) {
        ListeningPort port = ports.selected();
        if (port == null) {
            return Step.of(model);
        }
        for (JupyterServer server : model.facts().servers(port.host(), port.container())) {
            if (server.port() == port.port()) {
                return JupyterActions.open(model, server);
            }
        }
        if (port.localPort() != null) {
            return Browsing.plain(model, Browsing.local(port.localPort()));
        }
        Request.AddTunnel request = request(port, Request.LocalPort.ANY);
        return once(model, request, new Intent.OpenPort(request));
    }

    private static Step once(Model model, Request.AddTunnel request, Intent intent) {
        return model.work().pending().containsValue(intent) ? Step.of(model) : model.send(request, intent);
    }

    private static Request.AddTunnel request(ListeningPort port, Request.LocalPort local) {
        return new Request.AddTunnel(
                port.host(), port.container(), port.spec(), null, local, Request.Keeping.NOTHING, Set.of(), false);
    }

    /** What there is to copy: its address on this machine, else the one it listens on. */
    public static String address(ListeningPort port) {
        return port.localPort() == null ? port.end() : Browsing.local(port.localPort());
    }
}

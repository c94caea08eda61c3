package dev.berth.tui.action;

import static dev.berth.tui.action.Action.named;

import dev.berth.api.HostState;
import dev.berth.api.JupyterServer;
import dev.berth.api.Problem;
import dev.berth.api.Request;
import dev.berth.api.TunnelStatus;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Job;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Outcome;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.View;
import dev.berth.tui.table.Kinds;
import dev.berth.tui.table.Subject;
import dev.berth.tui.table.Words;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jupyter in containers and on hosts: open, start, stop. */
public final class JupyterActions {
    private JupyterActions() {}

    static List<Action> all() {
        return List.of(
                named("jupyter-open", "o")
                        .says(
                                "open Jupyter",
                                "open its Jupyter in the browser; where none runs, the form that starts one")
                        .on(View.CONTAINERS)
                        .unless(JupyterActions::noContainer)
                        .hint(11)
                        .does(target -> openContainer(target)),
                named("jupyter-open-host", "o")
                        .says(
                                "open Jupyter",
                                "open the Jupyter of the host itself, outside of containers; where none runs, the form that starts one")
                        .on(View.FLEET)
                        .unless(JupyterActions::noHost)
                        .hint(36)
                        .does(target -> target.subject() instanceof Subject.OfHost it
                                ? openAt(target.model(), it.host(), null, onHost(it))
                                : Step.of(target.model())),
                named("server-open", "o")
                        .says("open", "open this server in the browser, through a tunnel")
                        .on(View.SERVERS)
                        .unless(JupyterActions::noServer)
                        .hint(11)
                        .does(target -> target.subject() instanceof Subject.OfServer it
                                ? open(target.model(), it.server())
                                : Step.of(target.model())),
                named("tunnel-open", "o")
                        .says("open", "open the tunnel's local end in the browser")
                        .on(View.TUNNELS)
                        .unless(JupyterActions::noLocalEnd)
                        .hint(21)
                        .does(JupyterActions::openTunnel),
                named("jupyter-start")
                        .says("start Jupyter", "the form that starts one more Jupyter in this container")
                        .on(View.CONTAINERS)
                        .changesBox()
                        .unless(JupyterActions::noContainer)
                        .does(target -> target.subject() instanceof Subject.OfContainer it
                                ? plan(target.model(), it.host(), it.container().name())
                                : Step.of(target.model())),
                named("jupyter-stop", "x")
                        .says("stop Jupyter", "stop the Jupyter in this container; it asks first")
                        .on(View.CONTAINERS, View.SERVERS)
                        .changesBox()
                        .unless(target -> servers(target).isEmpty() ? noneToStop(target) : null)
                        .hint(40)
                        .does(JupyterActions::stop));
    }

    private static @Nullable String noContainer(Target target) {
        if (!(target.subject() instanceof Subject.OfContainer it)) {
            return "There is no container to open.";
        }
        if (it.snapshot().state() != HostState.UP) {
            return it.host() + " is not connected; r connects it.";
        }
        return it.container().running()
                ? null
                : it.container().name() + " is " + it.container().state() + "; u starts it.";
    }

    private static @Nullable String noHost(Target target) {
        if (!(target.subject() instanceof Subject.OfHost it)) {
            return "There is no host to open.";
        }
        return it.snapshot().state() == HostState.UP ? null : it.host() + " is not connected; r connects it.";
    }

    private static List<JupyterServer> onHost(Subject.OfHost it) {
        return it.snapshot().servers().items().stream()
                .filter(server -> server.container() == null)
                .toList();
    }

    private static @Nullable String noServer(Target target) {
        return target.subject() instanceof Subject.OfServer ? null : "There is no server to open.";
    }

    private static @Nullable String noLocalEnd(Target target) {
        if (!(target.subject() instanceof Subject.OfTunnel it)) {
            return "There is no tunnel to open.";
        }
        TunnelStatus tunnel = it.tunnel();
        if (tunnel.kind() != TunnelStatus.Kind.LOCAL || tunnel.localPort() < 0) {
            return "Only a tunnel to a port can be opened in the browser.";
        }
        return tunnel.state() == TunnelStatus.State.OFF ? tunnel.name() + " is off; t switches it on." : null;
    }

    private static String noneToStop(Target target) {
        Subject subject = target.subject();
        return subject == null
                ? "There is no server to stop."
                : "No Jupyter is known to run in " + subject.name() + ".";
    }

    private static List<JupyterServer> servers(Target target) {
        if (target.subject() instanceof Subject.OfContainer it) {
            return it.servers();
        }
        return target.subject() instanceof Subject.OfServer it ? List.of(it.server()) : List.of();
    }

    private static Step openContainer(Target target) {
        return target.subject() instanceof Subject.OfContainer it
                ? openAt(target.model(), it.host(), it.container().name(), it.servers())
                : Step.of(target.model());
    }

    /** @param container null: the host itself */
    private static Step openAt(Model model, String host, @Nullable String container, List<JupyterServer> servers) {
        return switch (servers.size()) {
            case 0 ->
                model.setup().readonly()
                        ? Step.of(model.flash(Flash.Tone.WARN, Actions.readonly("start Jupyter")))
                        : plan(model, host, container);
            case 1 -> open(model, servers.getFirst());
            default -> Step.of(model.open(choice(Job.where(host, container), servers)));
        };
    }

    private static Dialog.Menu choice(String where, List<JupyterServer> servers) {
        List<Dialog.Item> items = new ArrayList<>();
        for (JupyterServer server : servers) {
            items.add(new Dialog.Item(
                    Integer.toString(items.size() + 1),
                    Kinds.of(server) + " on " + server.end(),
                    Words.orNone(server.root()),
                    null,
                    new Outcome.Send(request(server), intent(server))));
        }
        return new Dialog.Menu("Open which server of " + where + "?", items, 0);
    }

    private static Step plan(Model model, String host, @Nullable String container) {
        Intent intent = new Intent.Plan(host, container);
        return model.work().pending().containsValue(intent)
                ? Step.of(model)
                : model.send(new Request.PlanJupyter(host, container), intent);
    }

    static Step open(Model model, JupyterServer server) {
        return model.work().pending().containsValue(intent(server))
                ? Step.of(model)
                : model.send(request(server), intent(server));
    }

    private static Request.OpenJupyter request(JupyterServer server) {
        return new Request.OpenJupyter(server.host(), server.container(), server.port(), Request.LocalPort.ANY);
    }

    private static Intent intent(JupyterServer server) {
        return new Intent.Open(Job.where(server.host(), server.container()) + ":" + server.port());
    }

    /** A tunnel that ends at a Jupyter is opened with its token, any other as it is. */
    private static Step openTunnel(Target target) {
        if (!(target.subject() instanceof Subject.OfTunnel it)) {
            return Step.of(target.model());
        }
        for (JupyterServer server : target.model().facts().allServers()) {
            Integer port = server.localPort();
            if (port != null && port == it.tunnel().localPort() && server.host().equals(it.host())) {
                return open(target.model(), server);
            }
        }
        return Browsing.plain(target.model(), Browsing.local(it.tunnel().localPort()));
    }

    private static Step stop(Target target) {
        List<JupyterServer> servers = servers(target);
        JupyterServer first = servers.getFirst();
        String where = Job.where(first.host(), first.container());
        boolean all = servers.size() > 1;
        String what = all ? servers.size() + " Jupyter servers" : Kinds.of(first);
        Request.StopJupyter request =
                new Request.StopJupyter(first.host(), first.container(), all ? null : first.port(), all, null, false);
        Outcome send = new Outcome.Send(request, new Intent.Stop(request, what + " in " + where));
        return Step.of(target.model()
                .open(new Dialog.Confirm(
                        "Stop " + what,
                        consequence(first.host(), first.container(), servers),
                        List.of(
                                new Dialog.Button("Cancel", 'n', false, new Outcome.Dismiss()),
                                new Dialog.Button("Stop", 'y', true, send)),
                        0)));
    }

    private static List<String> consequence(String host, @Nullable String container, List<JupyterServer> servers) {
        List<String> lines = new ArrayList<>();
        lines.add("Host " + host + ", " + (container == null ? "on the host itself" : "container " + container)
                + ", "
                + String.join(", ", servers.stream().map(JupyterServer::end).toList()));
        List<JupyterServer.Kernel> kernels =
                servers.stream().flatMap(server -> server.kernels().stream()).toList();
        lines.add(kernels.isEmpty() ? "No kernel runs." : lost(kernels));
        for (JupyterServer server : servers) {
            if (!server.ours()) {
                String who = server.user() == null ? "somebody" : server.user();
                lines.add("Berth did not start it; it runs as " + who + ", who may be using it.");
            }
        }
        return lines;
    }

    /** The second answer that stops what another user started. */
    public static Dialog again(Intent.Stop stop, Problem problem) {
        Request.StopJupyter asked = stop.request();
        Request.StopJupyter forced =
                new Request.StopJupyter(asked.host(), asked.container(), asked.port(), asked.all(), asked.idle(), true);
        return new Dialog.Confirm(
                "Stop another user's Jupyter",
                List.of(problem.message(), "Ask them first: what its kernels hold is lost."),
                List.of(
                        new Dialog.Button("Cancel", 'n', false, new Outcome.Dismiss()),
                        new Dialog.Button(
                                "Stop it all the same",
                                's',
                                true,
                                new Outcome.Send(forced, new Intent.Stop(forced, stop.what())))),
                0);
    }

    static Outcome copyAddress(JupyterServer server) {
        return new Outcome.Send(
                request(server),
                new Intent.CopyAddress(Job.where(server.host(), server.container()) + ":" + server.port()));
    }

    /** {@code 2 kernels end with it, 1 busy for 35m, 3.1 GiB of GPU memory}. */
    private static String lost(List<JupyterServer.Kernel> kernels) {
        long busy = kernels.stream().filter(JupyterServer.Kernel::busy).count();
        long memory = kernels.stream()
                .mapToLong(kernel -> kernel.gpuMemory() == null ? 0 : kernel.gpuMemory())
                .sum();
        return Words.count(kernels.size(), "kernel") + (kernels.size() == 1 ? " ends with it" : " end with it")
                + (busy > 0 ? ", " + busy + " busy" + longest(kernels) : ", none busy")
                + (memory > 0 ? ", " + Words.bytes(memory) + " of GPU memory" : "")
                + "; what they hold in memory is lost.";
    }

    /** How long the one that computes longest does so. */
    private static String longest(List<JupyterServer.Kernel> kernels) {
        double most = kernels.stream()
                .mapToDouble(kernel -> kernel.busyFor() == null ? 0 : kernel.busyFor())
                .max()
                .orElse(0);
        return most < 1 ? "" : " for " + Words.span(Math.round(most));
    }
}

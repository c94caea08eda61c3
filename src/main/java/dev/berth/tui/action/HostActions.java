package dev.berth.tui.action;

import static dev.berth.tui.action.Action.named;

import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.JupyterServer;
import dev.berth.api.Request;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Outcome;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.View;
import dev.berth.tui.table.Subject;
import dev.berth.tui.table.Words;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sessions to hosts. */
final class HostActions {
    private HostActions() {}

    static List<Action> all() {
        return List.of(
                named("open-host", "enter")
                        .says("open", "show the host's containers; one that is not connected is connected first")
                        .on(View.FLEET)
                        .when(Target::isList)
                        .unless(RowActions::noRow)
                        .hint(10)
                        .does(HostActions::enter),
                named("connect", "enter")
                        .says("connect", "connect this host")
                        .in(Action.Group.LIST)
                        .when(HostActions::isAway)
                        .hint(10)
                        .does(target -> connect(target, false)),
                named("connect-host", "u")
                        .says("connect", "connect the host, and stay here")
                        .on(View.FLEET)
                        .unless(HostActions::isUp)
                        .does(target -> connect(target, false)),
                named("retry", "r")
                        .says("retry", "connect again now, without waiting for the next try")
                        .when(target -> target.view() == View.FLEET || isAway(target))
                        .unless(HostActions::isUp)
                        .hint(30)
                        .does(target -> connect(target, false)),
                named("refresh", "r")
                        .says("refresh", "list anew now")
                        .in(Action.Group.LIST)
                        .on(View.CONTAINERS, View.GPUS, View.SERVERS, View.IMAGES, View.VOLUMES)
                        .when(target -> !(target.page() instanceof Page.Log) && !(target.page() instanceof Page.Output))
                        .unless(target -> target.host() == null ? "There is no host to ask." : null)
                        .does(HostActions::refresh),
                named("disconnect", "x")
                        .says("disconnect", "close the session to the host")
                        .on(View.FLEET)
                        .unless(HostActions::isOff)
                        .hint(40)
                        .does(HostActions::disconnect));
    }

    /** The page is about one host, and that is not connected. */
    private static boolean isAway(Target target) {
        HostSnapshot host = host(target);
        return target.isList()
                && target.page().table().host() != null
                && target.view() != View.TUNNELS
                && host != null
                && host.state() != HostState.UP
                && (target.row() == null || host.state() != HostState.RECONNECTING);
    }

    static @Nullable HostSnapshot host(Target target) {
        String name = target.host();
        return name == null ? null : target.model().facts().host(name);
    }

    private static @Nullable String isUp(Target target) {
        HostSnapshot host = host(target);
        if (host == null) {
            return "There is no host to connect.";
        }
        return switch (host.state()) {
            case UP -> host.host() + " is connected already; its lists renew themselves.";
            case CONNECTING -> host.host() + " is being connected.";
            case OFF, NEEDS_ANSWER, RECONNECTING, FAILED -> null;
        };
    }

    private static @Nullable String isOff(Target target) {
        HostSnapshot host = host(target);
        return host == null || host.state() == HostState.OFF ? "There is no session to close." : null;
    }

    private static Step enter(Target target) {
        HostSnapshot host = host(target);
        Model model = target.model();
        if (host == null) {
            return Step.of(model);
        }
        return switch (host.state()) {
            case UP, RECONNECTING -> Step.of(model.with(model.navigation().into(View.CONTAINERS, host.host())));
            case OFF, FAILED, NEEDS_ANSWER, CONNECTING -> connect(target, true);
        };
    }

    private static Step connect(Target target, boolean enter) {
        String host = target.host();
        Model model = target.model();
        if (host == null) {
            return Step.of(model);
        }
        if (model.work().pending().containsValue(new Intent.Connect(host, enter))) {
            return Step.of(model.flash(Flash.Tone.INFO, host + " is being connected."));
        }
        return model.send(new Request.Connect(host), new Intent.Connect(host, enter));
    }

    private static Step refresh(Target target) {
        String host = target.host();
        if (host == null) {
            return Step.of(target.model());
        }
        Intent intent = new Intent.Change("Listing anew on " + host, "Listed anew on " + host + ".");
        return switch (target.view()) {
            case CONTAINERS -> target.model().send(new Request.ListContainers(host, true, false, List.of()), intent);
            case GPUS -> target.model().send(new Request.ListGpus(host), intent);
            case SERVERS -> target.model().send(new Request.ListServers(host), intent);
            case IMAGES -> target.model().send(new Request.ListImages(host), intent);
            case VOLUMES -> target.model().send(new Request.ListVolumes(host), intent);
            case FLEET, TUNNELS, MESSAGES, COMMANDS -> Step.of(target.model());
        };
    }

    private static Step disconnect(Target target) {
        if (!(target.subject() instanceof Subject.OfHost it)) {
            return Step.of(target.model());
        }
        String host = it.host();
        Outcome send = new Outcome.Send(
                new Request.Disconnect(host), new Intent.Change("Disconnecting " + host, host + " is disconnected."));
        return Step.of(target.model()
                .open(new Dialog.Confirm(
                        "Disconnect " + host,
                        losses(target.model(), it.snapshot()),
                        List.of(
                                new Dialog.Button("Cancel", 'n', false, new Outcome.Dismiss()),
                                new Dialog.Button("Disconnect", 'y', true, send)),
                        0)));
    }

    private static List<String> losses(Model model, HostSnapshot host) {
        List<String> lines = new ArrayList<>();
        lines.add("The session to " + host.host() + " is closed.");
        int tunnels = model.facts().tunnelsOf(host.host()).size();
        if (tunnels > 0) {
            lines.add(Words.count(tunnels, "tunnel") + " through it will not work until it is connected again.");
        }
        List<JupyterServer> servers = host.servers().items();
        if (!servers.isEmpty()) {
            lines.add(Words.count(servers.size(), "Jupyter server") + " there keeps running.");
        }
        return lines;
    }
}

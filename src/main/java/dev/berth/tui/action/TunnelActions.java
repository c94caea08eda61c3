package dev.berth.tui.action;

import static dev.berth.tui.action.Action.named;

import dev.berth.api.Container;
import dev.berth.api.Request;
import dev.berth.api.TunnelStatus;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Outcome;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.View;
import dev.berth.tui.table.Subject;
import dev.berth.tui.table.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tunnels: make, switch, delete. They change nothing on a host, so that {@code --readonly} allows them. */
final class TunnelActions {
    private TunnelActions() {}

    static List<Action> all() {
        return List.of(
                named("tunnel-toggle", "t")
                        .says("toggle", "switch the tunnel on or off")
                        .on(View.TUNNELS)
                        .unless(TunnelActions::noTunnel)
                        .hint(12)
                        .does(target -> toggle(target)),
                named("tunnel-group", "T")
                        .says("toggle group", "switch all tunnels of the row's group on or off")
                        .on(View.TUNNELS)
                        .unless(TunnelActions::noGroup)
                        .does(TunnelActions::toggleGroup),
                named("tunnel-start", "u")
                        .says("start", "switch the tunnel on")
                        .on(View.TUNNELS)
                        .unless(target -> noTunnel(target) == null && isOn(target)
                                ? "The tunnel is on already."
                                : noTunnel(target))
                        .does(target -> start(target)),
                named("tunnel-restart", "r")
                        .says("retry", "try the tunnel again now")
                        .on(View.TUNNELS)
                        .unless(TunnelActions::noTunnel)
                        .does(target -> start(target)),
                named("tunnel-relay", "v")
                        .says("relay", "carry the tunnel by a command of its host, where forwards are forbidden")
                        .on(View.TUNNELS)
                        .unless(TunnelActions::noRelay)
                        .does(TunnelActions::relay),
                named("tunnel-stop", "x")
                        .says("stop", "switch the tunnel off; it asks where somebody uses it")
                        .on(View.TUNNELS)
                        .unless(target -> noTunnel(target) == null && isOff(target)
                                ? "The tunnel is off already."
                                : noTunnel(target))
                        .hint(40)
                        .does(TunnelActions::stop),
                named("tunnel-delete", "X")
                        .says("delete", "delete the tunnel; it asks first")
                        .on(View.TUNNELS)
                        .unless(TunnelActions::noTunnel)
                        .hint(41)
                        .does(TunnelActions::delete),
                named("tunnel-here", "f")
                        .says("tunnel to port", "a tunnel to the row's own port")
                        .on(View.CONTAINERS, View.SERVERS)
                        .unless(TunnelActions::noPort)
                        .hint(51)
                        .does(TunnelActions::toPort),
                named("tunnel-new", "F")
                        .says("new tunnel", "the form for a new tunnel, filled in from the row")
                        .when(target -> !target.view().isLog() && target.view() != View.GPUS)
                        .hint(50)
                        .does(TunnelActions::form),
                named("tunnel-import", "i")
                        .says("import tunnels", "keep what your ssh configuration forwards as tunnels")
                        .on(View.FLEET, View.TUNNELS)
                        .unless(target -> target.host() == null ? "There is no host whose forwards to keep." : null)
                        .does(TunnelActions::importAll));
    }

    private static @Nullable TunnelStatus tunnel(Target target) {
        return target.subject() instanceof Subject.OfTunnel it ? it.tunnel() : null;
    }

    private static @Nullable String noTunnel(Target target) {
        return tunnel(target) == null ? "There is no tunnel here; F makes one." : null;
    }

    private static boolean isOn(Target target) {
        TunnelStatus tunnel = tunnel(target);
        return tunnel != null && isOn(tunnel);
    }

    /** One that failed has no port of this machine. */
    private static boolean isOn(TunnelStatus tunnel) {
        return switch (tunnel.state()) {
            case OFF, FAILED -> false;
            case LISTENING, UP, LINK_DOWN, SERVICE_DOWN -> true;
        };
    }

    private static boolean isOff(Target target) {
        TunnelStatus tunnel = tunnel(target);
        return tunnel != null && tunnel.state() == TunnelStatus.State.OFF;
    }

    private static Step toggle(Target target) {
        TunnelStatus tunnel = tunnel(target);
        if (tunnel == null) {
            return Step.of(target.model());
        }
        return isOn(target) ? stopNow(target.model(), tunnel.name()) : start(target);
    }

    private static @Nullable String noRelay(Target target) {
        TunnelStatus tunnel = tunnel(target);
        if (tunnel == null) {
            return noTunnel(target);
        }
        return switch (tunnel.relay()) {
            case NO -> "Nothing forbids forwards for this tunnel, as far as is known.";
            case OFFERED -> null;
            case ACCEPTED -> "The tunnel is relayed already.";
        };
    }

    private static Step relay(Target target) {
        TunnelStatus tunnel = tunnel(target);
        if (tunnel == null) {
            return Step.of(target.model());
        }
        Outcome send = new Outcome.Send(
                new Request.RelayTunnel(tunnel.name()),
                new Intent.Change(
                        "Relaying tunnel " + tunnel.name(), "Tunnel " + tunnel.name() + " goes by a relay now."));
        return Step.of(target.model()
                .open(new Dialog.Confirm(
                        "Relay tunnel " + tunnel.name(),
                        List.of(
                                "The SSH server of " + tunnel.host() + " forbids forwards; commands it runs.",
                                "Each connection becomes a command there, five at once at most; more wait."),
                        List.of(
                                new Dialog.Button("Cancel", 'n', false, new Outcome.Dismiss()),
                                new Dialog.Button("Relay", 'y', false, send)),
                        0)));
    }

    private static @Nullable String noGroup(Target target) {
        TunnelStatus tunnel = tunnel(target);
        return tunnel != null && tunnel.group() == null ? "The tunnel is in no group." : noTunnel(target);
    }

    /** As the row goes, so go the others of its group that are not yet there. */
    private static Step toggleGroup(Target target) {
        TunnelStatus row = tunnel(target);
        Step step = Step.of(target.model());
        if (row == null || row.group() == null) {
            return step;
        }
        boolean off = isOn(target);
        for (TunnelStatus tunnel : target.model().facts().tunnels()) {
            if (row.group().equals(tunnel.group()) && isOn(tunnel) == off) {
                step = step.then(model -> off ? stopNow(model, tunnel.name()) : start(model, tunnel));
            }
        }
        return step;
    }

    private static Step importAll(Target target) {
        String host = target.host();
        return host == null
                ? Step.of(target.model())
                : target.model().send(new Request.ImportTunnels(host), new Intent.ImportTunnels(host));
    }

    private static Step start(Model model, TunnelStatus tunnel) {
        return model.send(new Request.StartTunnel(tunnel.name(), null), new Intent.StartTunnel(tunnel));
    }

    private static Step start(Target target) {
        TunnelStatus tunnel = tunnel(target);
        return tunnel == null ? Step.of(target.model()) : start(target.model(), tunnel);
    }

    private static Step stopNow(Model model, String name) {
        return model.send(new Request.StopTunnel(name), stopping(name));
    }

    private static Intent stopping(String name) {
        return new Intent.Change("Stopping tunnel " + name, "Tunnel " + name + " is off; t switches it on again.");
    }

    private static Step stop(Target target) {
        TunnelStatus tunnel = tunnel(target);
        if (tunnel == null) {
            return Step.of(target.model());
        }
        if (tunnel.clients() == 0) {
            return stopNow(target.model(), tunnel.name());
        }
        Outcome send = new Outcome.Send(new Request.StopTunnel(tunnel.name()), stopping(tunnel.name()));
        return Step.of(target.model().open(dialog("Stop tunnel " + tunnel.name(), "Stop", tunnel, send)));
    }

    private static Step delete(Target target) {
        TunnelStatus tunnel = tunnel(target);
        if (tunnel == null) {
            return Step.of(target.model());
        }
        Outcome send = new Outcome.Send(
                new Request.RemoveTunnel(tunnel.name()),
                new Intent.Change("Deleting tunnel " + tunnel.name(), "Tunnel " + tunnel.name() + " is deleted."));
        return Step.of(target.model().open(dialog("Delete tunnel " + tunnel.name(), "Delete", tunnel, send)));
    }

    private static Dialog dialog(String title, String verb, TunnelStatus tunnel, Outcome send) {
        List<String> lines = new ArrayList<>();
        lines.add(tunnel.local() + " → " + tunnel.host() + " " + tunnel.remote());
        lines.add(
                tunnel.clients() == 0
                        ? "Nobody is connected through it."
                        : Words.count(tunnel.clients(), "connection") + " through it will break.");
        return new Dialog.Confirm(
                title,
                lines,
                List.of(
                        new Dialog.Button("Cancel", 'n', false, new Outcome.Dismiss()),
                        new Dialog.Button(verb, 'y', true, send)),
                0);
    }

    private static @Nullable String noPort(Target target) {
        if (target.row() == null) {
            return "There is no row to make a tunnel to.";
        }
        if (port(target) != null) {
            return null;
        }
        return target.subject() instanceof Subject.OfContainer it
                        && !it.container().running()
                ? it.container().name() + " is not running."
                : "This row has no port; p lists those that listen, F makes a tunnel to any.";
    }

    /** Where the row tells no port, the one that listens there is asked for: it fills the field if it is the only one. */
    private static Step form(Target target) {
        Step opened = Step.of(target.model().open(TunnelForm.of(target)));
        String host = target.host();
        String container = container(target);
        boolean tells = port(target) == null && PortActions.nobodyToAsk(target) == null;
        if (host == null
                || container == null
                || !tells
                || !target.model().link().isUp()) {
            return opened;
        }
        Request.ListPorts ask = new Request.ListPorts(host, container);
        Intent fill = new Intent.FillPort(host, container);
        return opened.then(model -> model.send(ask, fill));
    }

    /** The port of the row: its Jupyter's, else the first the container publishes or names. */
    static @Nullable Integer port(Target target) {
        if (target.subject() instanceof Subject.OfServer it) {
            return it.server().port();
        }
        if (!(target.subject() instanceof Subject.OfContainer it)
                || !it.container().running()) {
            return null;
        }
        if (!it.servers().isEmpty()) {
            return it.servers().getFirst().port();
        }
        List<Container.PortMapping> tcp = it.container().ports().stream()
                .filter(port -> port.protocol().equals("tcp"))
                .toList();
        for (Container.PortMapping port : tcp) {
            if (port.hostPort() != null) {
                return port.containerPort();
            }
        }
        return tcp.isEmpty() ? null : (Integer) tcp.getFirst().containerPort();
    }

    static @Nullable String container(Target target) {
        if (target.subject() instanceof Subject.OfContainer it) {
            return it.container().name();
        }
        return target.subject() instanceof Subject.OfServer it ? it.server().container() : null;
    }

    private static Step toPort(Target target) {
        Integer port = port(target);
        String host = target.host();
        if (port == null || host == null) {
            return Step.of(target.model());
        }
        String container = container(target);
        Request.AddTunnel request = new Request.AddTunnel(
                host,
                container,
                port.toString(),
                null,
                Request.LocalPort.SAME,
                Request.Keeping.NOTHING,
                Set.of(),
                false);
        return target.model().send(request, new Intent.AddTunnel(request));
    }
}

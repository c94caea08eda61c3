package dev.berth.tui.action;

import static dev.berth.tui.action.Action.named;

import dev.berth.api.Container;
import dev.berth.api.ContainerChange;
import dev.berth.api.HostState;
import dev.berth.api.Request;
import dev.berth.api.TunnelStatus;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Followed;
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
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Containers themselves: their log, and what becomes of them. */
final class ContainerActions {
    private static final String RUNNING = "running";
    private static final String PAUSED = "paused";
    private static final String RESTARTING = "restarting";

    private ContainerActions() {}

    static List<Action> all() {
        return List.of(
                named("container-log", "l")
                        .says("log", "what the container wrote, as it writes it")
                        .on(View.CONTAINERS)
                        .when(target -> !(target.page() instanceof Page.Log))
                        .unless(ContainerActions::away)
                        .hint(14)
                        .does(target -> on(
                                target, (model, it) -> log(model, target.page().table(), it))),
                named("log-again", "r")
                        .says("read again", "read the log anew")
                        .when(target -> target.page() instanceof Page.Log)
                        .unless(target -> isOver(target) ? null : "The log is being followed; G shows its end.")
                        .hint(10)
                        .does(target -> Step.of(
                                target.model().with(target.model().work().with((Followed) null)))),
                named("container-start", "u")
                        .says("start", "start the container; let a paused one go on")
                        .on(View.CONTAINERS)
                        .changesBox()
                        .unless(target -> refusal(target, "It runs already.", "created", "exited", "dead", PAUSED))
                        .does(target -> on(target, ContainerActions::start)),
                named("container-stop")
                        .says(
                                "stop container",
                                "ask the container to end, and kill it where it does not; it asks first")
                        .on(View.CONTAINERS)
                        .changesBox()
                        .unless(target -> refusal(target, "It does not run.", RUNNING, PAUSED, RESTARTING))
                        .does(target -> on(
                                target,
                                (model, it) -> asked(
                                        model,
                                        it,
                                        "Stop",
                                        new ContainerChange.Stop(null),
                                        "It is asked to end, and killed where it does not."))),
                named("container-restart")
                        .says("restart container", "stop the container and start it again; it asks first")
                        .on(View.CONTAINERS)
                        .changesBox()
                        .unless(target -> refusal(target, "It does not run; u starts it.", RUNNING, PAUSED))
                        .does(target -> on(
                                target,
                                (model, it) -> asked(
                                        model,
                                        it,
                                        "Restart",
                                        new ContainerChange.Restart(null),
                                        "It is asked to end, killed where it does not, and started again."))),
                named("container-kill")
                        .says("kill container", "end the container at once; it asks first")
                        .on(View.CONTAINERS)
                        .changesBox()
                        .unless(target -> refusal(target, "It does not run.", RUNNING, PAUSED))
                        .does(target -> on(
                                target,
                                (model, it) -> asked(
                                        model,
                                        it,
                                        "Kill",
                                        new ContainerChange.Kill(null),
                                        "It ends at once, without saving anything."))),
                named("container-pause")
                        .says("pause", "hold all processes of the container still; u lets them go on")
                        .on(View.CONTAINERS)
                        .changesBox()
                        .unless(target -> refusal(target, "It does not run.", RUNNING))
                        .does(target -> on(target, ContainerActions::pause)),
                named("container-rename")
                        .says("rename", "give the container another name")
                        .on(View.CONTAINERS)
                        .changesBox()
                        .unless(ContainerActions::away)
                        .does(target -> on(target, (model, it) -> Step.of(model.open(RenameForm.of(it))))),
                named("container-delete", "X")
                        .says("delete", "remove the container; it asks first")
                        .on(View.CONTAINERS)
                        .changesBox()
                        .unless(ContainerActions::away)
                        .does(target -> on(target, ContainerActions::delete)));
    }

    /** Why nothing can be asked of its engine. */
    private static @Nullable String away(Target target) {
        if (!(target.subject() instanceof Subject.OfContainer it)) {
            return "There is no container here.";
        }
        return it.snapshot().state() == HostState.UP ? null : it.host() + " is not connected; r connects it.";
    }

    /** @param why the container is in none of the states that it has to be in */
    private static @Nullable String refusal(Target target, String why, String... states) {
        String away = away(target);
        boolean fits = target.subject() instanceof Subject.OfContainer it
                && List.of(states).contains(it.container().state());
        return fits ? away : away == null ? why : away;
    }

    private static boolean isOver(Target target) {
        Followed log = target.model().work().log();
        return log != null && log.over();
    }

    private static Step on(Target target, BiFunction<Model, Subject.OfContainer, Step> step) {
        return target.subject() instanceof Subject.OfContainer it
                ? step.apply(target.model(), it)
                : Step.of(target.model());
    }

    private static Step log(Model model, Page.Table list, Subject.OfContainer it) {
        Page.Log page = new Page.Log(
                list, it.id(), it.host(), it.container().id(), it.container().name());
        return Step.of(model.with(model.navigation().push(page)));
    }

    /** By its id: the name may be another's by the time it is asked for. */
    private static Request.ChangeContainer request(Subject.OfContainer it, ContainerChange change) {
        return new Request.ChangeContainer(it.host(), it.container().id(), change);
    }

    private static Step start(Model model, Subject.OfContainer it) {
        return it.container().state().equals(PAUSED)
                ? model.send(
                        request(it, new ContainerChange.Unpause()),
                        new Intent.Change("Waking " + it.name(), it.name() + " goes on."))
                : model.send(
                        request(it, new ContainerChange.Start()),
                        new Intent.Change("Starting " + it.name(), it.name() + " is started."));
    }

    private static Step pause(Model model, Subject.OfContainer it) {
        return model.send(
                request(it, new ContainerChange.Pause()),
                new Intent.Change("Pausing " + it.name(), it.name() + " is paused; u lets it go on."));
    }

    private static Step delete(Model model, Subject.OfContainer it) {
        boolean alive =
                List.of(RUNNING, PAUSED, RESTARTING).contains(it.container().state());
        return asked(
                model,
                it,
                "Delete",
                new ContainerChange.Remove(alive, false),
                (alive ? "It is " + it.container().state() + ", and is killed first. " : "")
                        + "What it wrote outside volumes is lost.");
    }

    private static Step asked(
            Model model, Subject.OfContainer it, String verb, ContainerChange change, String consequence) {
        List<String> lines = new ArrayList<>();
        lines.add("Host " + it.host() + ", container " + it.container().name() + ", image "
                + it.container().image());
        lines.add(consequence);
        lines.addAll(losses(model, it));
        Outcome send = new Outcome.Send(request(it, change), new Intent.Change(doing(verb, it), done(verb, it)));
        return Step.of(model.open(new Dialog.Confirm(
                verb + " container " + it.container().name(),
                lines,
                List.of(
                        new Dialog.Button("Cancel", 'n', false, new Outcome.Dismiss()),
                        new Dialog.Button(verb, 'y', true, send)),
                0)));
    }

    private static List<String> losses(Model model, Subject.OfContainer it) {
        Container container = it.container();
        List<String> lines = new ArrayList<>();
        int servers = it.servers().size();
        if (servers > 0) {
            lines.add(Words.count(servers, "Jupyter server") + " in it " + (servers == 1 ? "ends" : "end") + " too.");
        }
        List<TunnelStatus> tunnels = model.facts().tunnelsOf(it.host()).stream()
                .filter(tunnel -> container.name().equals(tunnel.container()))
                .toList();
        if (!tunnels.isEmpty()) {
            lines.add(Words.count(tunnels.size(), "tunnel") + " to it will have nothing to reach.");
        }
        return lines;
    }

    private static String doing(String verb, Subject.OfContainer it) {
        return switch (verb) {
            case "Stop" -> "Stopping " + it.name();
            case "Restart" -> "Restarting " + it.name();
            case "Kill" -> "Killing " + it.name();
            default -> "Deleting " + it.name();
        };
    }

    private static String done(String verb, Subject.OfContainer it) {
        return switch (verb) {
            case "Stop" -> it.name() + " is stopped; u starts it.";
            case "Restart" -> it.name() + " is started again.";
            case "Kill" -> it.name() + " was killed; u starts it.";
            default -> it.name() + " is deleted.";
        };
    }
}

package dev.berth.tui.action;

import static dev.berth.tui.action.Action.named;

import dev.berth.api.Container;
import dev.berth.api.ContainerChange;
import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.Request;
import dev.berth.api.TunnelStatus;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Followed;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Outcome;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.View;
import dev.berth.tui.table.Row;
import dev.berth.tui.table.Subject;
import dev.berth.tui.table.Tables;
import dev.berth.tui.table.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Containers themselves: their log, and what becomes of them. */
public final class ContainerActions {
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
                named("log-part", "T")
                        .says("part", "since when, how many lines, with or without their times")
                        .in(Action.Group.LIST)
                        .when(target -> target.page() instanceof Page.Log)
                        .hint(11)
                        .does(target -> target.page() instanceof Page.Log log
                                ? Step.of(target.model().open(LogForm.of(log)))
                                : Step.of(target.model())),
                named("log-save", "<")
                        .says("save", "write the whole log to a file of this machine")
                        .in(Action.Group.LIST)
                        .when(target -> target.page() instanceof Page.Log)
                        .unless(ContainerActions::away)
                        .hint(12)
                        .does(target -> target.page() instanceof Page.Log log
                                ? Step.of(target.model()
                                        .open(CarryForm.of(log.host(), Dialog.Form.What.SAVE_LOG, log.name())))
                                : Step.of(target.model())),
                named("container-sizes", "z")
                        .says("sizes", "measure what each container wrote; the engine takes its time for it")
                        .in(Action.Group.LIST)
                        .on(View.CONTAINERS)
                        .when(Target::isList)
                        .unless(ContainerActions::nobody)
                        .does(ContainerActions::sizes),
                named("container-start", "u")
                        .says("start", "start the container; let a paused one go on")
                        .on(View.CONTAINERS)
                        .changesBox()
                        .unless(target -> refusal(target, "It runs already.", "created", "exited", "dead", PAUSED))
                        .does(target -> each(target, ContainerActions::start, "Start")),
                named("container-stop")
                        .says(
                                "stop container",
                                "ask the container to end, and kill it where it does not; it asks first")
                        .on(View.CONTAINERS)
                        .changesBox()
                        .unless(target -> refusal(target, "It does not run.", RUNNING, PAUSED, RESTARTING))
                        .does(target -> each(
                                target,
                                (model, it) -> asked(
                                        model,
                                        it,
                                        "Stop",
                                        new ContainerChange.Stop(null),
                                        "It is asked to end, and killed where it does not."),
                                "Stop")),
                named("container-restart")
                        .says("restart container", "stop the container and start it again; it asks first")
                        .on(View.CONTAINERS)
                        .changesBox()
                        .unless(target -> refusal(target, "It does not run; u starts it.", RUNNING, PAUSED))
                        .does(target -> each(
                                target,
                                (model, it) -> asked(
                                        model,
                                        it,
                                        "Restart",
                                        new ContainerChange.Restart(null),
                                        "It is asked to end, killed where it does not, and started again."),
                                "Restart")),
                named("container-kill")
                        .says("kill container", "end the container at once; it asks first")
                        .on(View.CONTAINERS)
                        .changesBox()
                        .unless(target -> refusal(target, "It does not run.", RUNNING, PAUSED))
                        .does(target -> each(
                                target,
                                (model, it) -> asked(
                                        model,
                                        it,
                                        "Kill",
                                        new ContainerChange.Kill(null),
                                        "It ends at once, without saving anything."),
                                "Kill")),
                named("container-pause")
                        .says("pause", "hold all processes of the container still; u lets them go on")
                        .on(View.CONTAINERS)
                        .changesBox()
                        .unless(target -> refusal(target, "It does not run.", RUNNING))
                        .does(target -> each(target, ContainerActions::pause, "Pause")),
                named("container-rename")
                        .says("rename", "give the container another name")
                        .on(View.CONTAINERS)
                        .changesBox()
                        .unless(ContainerActions::away)
                        .does(target -> on(target, (model, it) -> Step.of(model.open(RenameForm.of(it))))),
                named("container-commit")
                        .says("commit", "make an image of the container; a Dockerfile is the better way")
                        .on(View.CONTAINERS)
                        .changesBox()
                        .unless(ContainerActions::away)
                        .does(target -> on(
                                target,
                                (model, it) -> Step.of(model.open(WordsForm.of(
                                        it.host(),
                                        Dialog.Form.Purpose.COMMIT,
                                        it.container().name()))))),
                named("container-copy-in", ">")
                        .says("copy in", "copy a file or directory of this machine into the container")
                        .on(View.CONTAINERS)
                        .when(Target::isList)
                        .changesBox()
                        .unless(ContainerActions::away)
                        .does(target -> carry(target, Dialog.Form.What.COPY_IN)),
                named("container-copy-out", "<")
                        .says("copy out", "copy a file or directory of the container to this machine")
                        .on(View.CONTAINERS)
                        .when(Target::isList)
                        .unless(ContainerActions::away)
                        .does(target -> carry(target, Dialog.Form.What.COPY_OUT)),
                named("container-prune")
                        .says("delete ended ones", "remove all containers of this host that have ended; it asks first")
                        .in(Action.Group.LIST)
                        .on(View.CONTAINERS)
                        .when(Target::isList)
                        .changesBox()
                        .unless(RunActions::away)
                        .does(ContainerActions::prune),
                named("container-delete", "X")
                        .says("delete", "remove the container; it asks first")
                        .on(View.CONTAINERS)
                        .changesBox()
                        .unless(ContainerActions::away)
                        .does(target -> each(target, ContainerActions::delete, "Delete")));
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
        if (!marked(target).isEmpty()) {
            return null;
        }
        String away = away(target);
        boolean fits = target.subject() instanceof Subject.OfContainer it
                && List.of(states).contains(it.container().state());
        return fits ? away : away == null ? why : away;
    }

    private static List<String> measured(Target target) {
        String host = target.page().table().host();
        return target.model().facts().hosts().stream()
                .filter(each -> each.state() == HostState.UP
                        && each.containers().problem() == null
                        && (host == null || host.equals(each.host())))
                .map(HostSnapshot::host)
                .toList();
    }

    private static @Nullable String nobody(Target target) {
        return measured(target).isEmpty() ? "There is no engine to ask." : null;
    }

    private static Step sizes(Target target) {
        Step step = Step.of(target.model());
        for (String host : measured(target)) {
            step = step.then(model ->
                    model.send(new Request.ListContainers(host, true, true, List.of()), new Intent.Sizes(host)));
        }
        return step;
    }

    private static boolean isOver(Target target) {
        Followed log = target.model().work().log();
        return log != null && log.over();
    }

    private static Step on(Target target, BiFunction<Model, Subject.OfContainer, Step> step) {
        return target.on(Subject.OfContainer.class, it -> step.apply(target.model(), it));
    }

    static List<Subject.OfContainer> marked(Target target) {
        List<Subject.OfContainer> marked = new ArrayList<>();
        if (target.isList() && !target.model().navigation().marks().isEmpty()) {
            for (Row row : Tables.rows(target.model(), target.page().table())) {
                if (target.model().navigation().marks().contains(row.id())
                        && row.subject() instanceof Subject.OfContainer it) {
                    marked.add(it);
                }
            }
        }
        return marked;
    }

    /** To all that are marked, else to the one under the cursor. */
    private static Step each(Target target, BiFunction<Model, Subject.OfContainer, Step> one, String verb) {
        List<Subject.OfContainer> marked = marked(target);
        if (marked.isEmpty()) {
            return on(target, one);
        }
        List<Outcome.Send> sends = marked.stream().map(it -> send(it, verb)).toList();
        String what = Words.count(marked.size(), "marked container");
        List<String> names = marked.stream().map(Subject.OfContainer::name).toList();
        return Step.of(target.model()
                .open(new Dialog.Confirm(
                        verb + " " + what,
                        List.of(
                                String.join(", ", names),
                                consequence(verb),
                                "Each that fails is told among the messages (7)."),
                        List.of(
                                new Dialog.Button("Cancel", 'n', false, new Outcome.Dismiss()),
                                new Dialog.Button(verb, 'y', true, new Outcome.SendAll(sends))),
                        0)));
    }

    private static String consequence(String verb) {
        return switch (verb) {
            case "Delete" -> "Those that run are killed first; what they wrote outside volumes is lost.";
            case "Kill" -> "They end at once, without saving anything.";
            case "Stop", "Restart" -> "They are asked to end, and killed where they do not.";
            default -> "Those that are so already stay as they are.";
        };
    }

    private static Outcome.Send send(Subject.OfContainer it, String verb) {
        ContainerChange change = switch (verb) {
            case "Start" ->
                it.container().state().equals(PAUSED) ? new ContainerChange.Unpause() : new ContainerChange.Start();
            case "Stop" -> new ContainerChange.Stop(null);
            case "Restart" -> new ContainerChange.Restart(null);
            case "Kill" -> new ContainerChange.Kill(null);
            case "Pause" -> new ContainerChange.Pause();
            default -> new ContainerChange.Remove(true, false);
        };
        return new Outcome.Send(
                request(it, change), new Intent.Change(verb + ": " + it.name(), verb + ": " + it.name() + " done."));
    }

    /** Each answer, and each failure, comes for itself; the marks have done their work. */
    public static Step sendAll(Model model, Outcome.SendAll send) {
        Step step = Step.of(model.with(model.navigation().marking(Set.of())));
        for (Outcome.Send each : send.all()) {
            step = step.then(next -> next.send(each.request(), each.intent()));
        }
        return step;
    }

    private static Step carry(Target target, Dialog.Form.What what) {
        return on(
                target,
                (model, it) -> Step.of(
                        model.open(CarryForm.of(it.host(), what, it.container().name()))));
    }

    private static Step log(Model model, Page.Table list, Subject.OfContainer it) {
        Page.Log page = new Page.Log(
                list, it.id(), it.host(), it.container().id(), it.container().name(), Page.Part.NEWEST);
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

    /** One by one, and only those that are seen now: docker's own prune would take what ends meanwhile, too. */
    private static Step prune(Target target) {
        HostSnapshot host = HostActions.host(target);
        List<String> ids = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Container container :
                host == null ? List.<Container>of() : host.containers().items()) {
            if (List.of("exited", "dead", "created").contains(container.state())) {
                ids.add(container.id());
                names.add(container.name());
            }
        }
        if (host == null || ids.isEmpty()) {
            return Step.of(target.model().flash(Flash.Tone.INFO, "No container there has ended."));
        }
        List<String> words = new ArrayList<>(List.of("rm"));
        words.addAll(ids);
        String what = Words.count(ids.size(), "container") + " of " + host.host();
        Outcome go = new Outcome.Send(
                new Request.RunDocker(host.host(), words),
                new Intent.Change("Deleting " + what, what + (ids.size() == 1 ? " is" : " are") + " deleted."));
        return Step.of(target.model()
                .open(new Dialog.Confirm(
                        "Delete " + what + " that ended",
                        List.of(String.join(", ", names), "What they wrote outside volumes is lost."),
                        List.of(
                                new Dialog.Button("Cancel", 'n', false, new Outcome.Dismiss()),
                                new Dialog.Button("Delete", 'y', true, go)),
                        0)));
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

package dev.berth.tui.action;

import static dev.berth.tui.action.Action.named;

import dev.berth.api.GpuWish;
import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.Problem;
import dev.berth.api.Request;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.View;
import dev.berth.tui.table.Subject;
import dev.berth.tui.table.Words;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Being told, once, when GPUs of a host are free or a container has ended. The same key again ends the wait. */
final class WatchActions {
    private static final String COUNT = "count";
    private static final String MEMORY = "memory";
    private static final int MOST = 1000;

    private WatchActions() {}

    static List<Action> all() {
        return List.of(
                named("gpu-watch", "w")
                        .says(
                                "tell me",
                                "tell when GPUs of this host are free, also when Berth is not open; again: no longer")
                        .on(View.FLEET, View.GPUS)
                        .unless(WatchActions::noGpus)
                        .hint(63)
                        .does(WatchActions::gpus),
                named("container-watch", "w")
                        .says(
                                "tell me",
                                "tell when the container has ended, or each of the marked ones; also when Berth is not open;"
                                        + " again: no longer")
                        .on(View.CONTAINERS)
                        .unless(WatchActions::noEnd)
                        .hint(65)
                        .does(WatchActions::container));
    }

    private static @Nullable String noGpus(Target target) {
        String away = RunActions.away(target);
        HostSnapshot host = HostActions.host(target);
        if (away != null || host == null) {
            return away;
        }
        Problem problem = host.gpus().problem();
        return problem != null && host.gpus().items().isEmpty() ? problem.message() : null;
    }

    private static Step gpus(Target target) {
        HostSnapshot host = HostActions.host(target);
        Model model = target.model();
        if (host == null) {
            return Step.of(model);
        }
        if (host.watches().gpus() != null) {
            return model.send(
                    new Request.WatchGpus(host.host(), null),
                    new Intent.Change("", "Free GPUs of " + host.host() + " are no longer waited for."));
        }
        return Step.of(model.open(new Dialog.Form(
                new Dialog.Form.WatchGpus(host.host()),
                "Tell when GPUs of " + host.host() + " are free",
                List.of(),
                List.of(
                        Dialog.Field.of(COUNT, "How many", "1", "1"),
                        Dialog.Field.of(MEMORY, "Unused memory", "", "of each, such as 40G; any")),
                0,
                null,
                0)));
    }

    static Step submit(Model model, Dialog.Form form, Dialog.Form.WatchGpus subject) {
        Integer count = form.value(COUNT).isEmpty() ? (Integer) 1 : Fields.port(form.value(COUNT));
        if (count == null || count < 1 || count > MOST) {
            return Step.of(model.swap(form.blaming(COUNT, Fields.wrong("A number is needed, such as 2."))));
        }
        HostSnapshot host = model.facts().host(subject.host());
        int there = host == null ? 0 : host.gpus().items().size();
        if (there > 0 && count > there) {
            String few = subject.host() + " has " + Words.count(there, "GPU") + ".";
            return Step.of(model.swap(form.blaming(COUNT, Fields.wrong(few))));
        }
        Double memory = form.value(MEMORY).isEmpty() ? (Double) 0.0 : GpuWish.bytes(form.value(MEMORY));
        if (memory == null) {
            return Step.of(model.swap(form.blaming(MEMORY, Fields.wrong("A size is needed, such as 40G."))));
        }
        GpuWish wish = new GpuWish(count, memory);
        return model.close()
                .send(
                        new Request.WatchGpus(subject.host(), wish),
                        new Intent.Change(
                                "", "You will be told when " + subject.host() + " has " + wish.words() + " free."));
    }

    private static @Nullable String noEnd(Target target) {
        if (!ContainerActions.marked(target).isEmpty()) {
            return null;
        }
        if (!(target.subject() instanceof Subject.OfContainer it)) {
            return "There is no container here.";
        }
        String away = RunActions.away(target);
        return away != null || watched(it) || ends(it) ? away : it.name() + " does not run, so it can't end.";
    }

    private static boolean ends(Subject.OfContainer it) {
        return it.container().running() || it.container().state().equals("paused");
    }

    private static boolean watched(Subject.OfContainer it) {
        return it.snapshot().watches().containers().contains(it.container().id());
    }

    private static Step container(Target target) {
        List<Subject.OfContainer> marked = ContainerActions.marked(target);
        if (!marked.isEmpty()) {
            return marked(target.model(), marked);
        }
        if (!(target.subject() instanceof Subject.OfContainer it)) {
            return Step.of(target.model());
        }
        boolean on = !watched(it);
        String done = on
                ? "You will be told when " + it.name() + " has ended."
                : "The end of " + it.name() + " is no longer waited for.";
        return target.model().send(request(it, on), new Intent.Change("", done));
    }

    private static Request.WatchContainer request(Subject.OfContainer it, boolean on) {
        return new Request.WatchContainer(it.host(), it.container().id(), on);
    }

    /** Each is told for itself: the first that ended may be the one that failed. */
    private static Step marked(Model model, List<Subject.OfContainer> marked) {
        List<Subject.OfContainer> able = marked.stream()
                .filter(it -> it.snapshot().state() == HostState.UP)
                .filter(it -> watched(it) || ends(it))
                .toList();
        boolean on = !able.stream().allMatch(WatchActions::watched);
        List<Subject.OfContainer> meant =
                able.stream().filter(it -> watched(it) != on).toList();
        if (meant.isEmpty()) {
            return Step.of(model.flash(Flash.Tone.WARN, "None of the marked containers runs, so none can end."));
        }
        int rest = marked.size() - meant.size();
        String done = on
                ? "You will be told of each of " + Words.count(meant.size(), "container") + " when it has ended"
                        + (rest == 0
                                ? "."
                                : "; " + rest + " of the marked ones do not run, or were waited for already.")
                : "The ends of " + Words.count(meant.size(), "container") + " are no longer waited for.";
        Step step = Step.of(model.with(model.navigation().marking(Set.of())));
        for (Subject.OfContainer it : meant) {
            step = step.then(next -> next.send(request(it, on), new Intent.Change("", done)));
        }
        return step;
    }
}

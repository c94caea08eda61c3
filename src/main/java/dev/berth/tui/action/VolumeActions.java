package dev.berth.tui.action;

import static dev.berth.tui.action.Action.named;

import dev.berth.api.Request;
import dev.berth.api.Volume;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Outcome;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.View;
import dev.berth.tui.table.Subject;
import dev.berth.tui.table.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Volumes: listed by the engine; made and removed by docker's own words. */
final class VolumeActions {
    private VolumeActions() {}

    static List<Action> all() {
        return List.of(
                named("volume-new", "c")
                        .says("new volume", "make a volume on this host")
                        .in(Action.Group.LIST)
                        .on(View.VOLUMES)
                        .when(Target::isList)
                        .changesBox()
                        .unless(RunActions::away)
                        .hint(20)
                        .does(VolumeActions::form),
                named("volume-inspect", "i")
                        .says("inspect", "all that docker knows of the volume, as JSON")
                        .on(View.VOLUMES)
                        .when(Target::isList)
                        .unless(VolumeActions::none)
                        .does(target -> target.on(
                                Subject.OfVolume.class,
                                it -> OutputActions.page(
                                        target,
                                        it.host(),
                                        it.volume().name() + ": inspect",
                                        List.of("volume", "inspect", it.volume().name())))),
                named("volume-delete", "X")
                        .says("delete", "remove the volume and all that is in it; it asks first")
                        .on(View.VOLUMES)
                        .changesBox()
                        .unless(VolumeActions::none)
                        .hint(30)
                        .does(target -> target.on(Subject.OfVolume.class, it -> delete(target, it.volume()))));
    }

    private static @Nullable String none(Target target) {
        return target.subject() instanceof Subject.OfVolume ? RunActions.away(target) : "There is no volume here.";
    }

    private static Step form(Target target) {
        String host = target.host();
        return Step.of(
                host == null
                        ? target.model()
                        : target.model().open(WordsForm.of(host, Dialog.Form.Purpose.VOLUME, "")));
    }

    /** The engine removes none that a container has, running or not: who has it is told before it is tried. */
    private static Step delete(Target target, Volume volume) {
        boolean used = !volume.usedBy().isEmpty();
        String users = Words.count(volume.usedBy().size(), "container") + " of " + volume.host();
        Outcome go = new Outcome.Send(
                new Request.RunDocker(volume.host(), List.of("volume", "rm", volume.name())),
                new Intent.Change(
                        "Deleting volume " + volume.name(),
                        "Volume " + volume.name() + " of " + volume.host() + " is deleted."));
        return Step.of(target.model()
                .open(new Dialog.Confirm(
                        "Delete volume " + volume.name() + " on " + volume.host(),
                        used
                                ? List.of(
                                        "Used by " + users + ": " + String.join(", ", volume.usedBy()) + ".",
                                        "Docker removes no volume that a container has: delete "
                                                + (volume.usedBy().size() == 1 ? "that one" : "those")
                                                + " first (2, X).")
                                : List.of("No container has it.", "All that is in it is lost."),
                        List.of(
                                new Dialog.Button("Cancel", 'n', false, new Outcome.Dismiss()),
                                new Dialog.Button(used ? "Try it" : "Delete", 'y', true, go)),
                        0)));
    }
}

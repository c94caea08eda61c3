package dev.berth.tui.action;

import static dev.berth.tui.action.Action.named;

import dev.berth.api.Request;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Outcome;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.View;
import dev.berth.tui.table.Subject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Images: fetched by the engine; named, sent and removed by docker's own words. */
final class ImageActions {
    private ImageActions() {}

    static List<Action> all() {
        return List.of(
                named("image-pull", "P")
                        .says("pull", "have the host's engine fetch an image; shows how far each layer is")
                        .in(Action.Group.LIST)
                        .on(View.IMAGES)
                        .when(Target::isList)
                        .changesBox()
                        .unless(RunActions::away)
                        .hint(20)
                        .does(ImageActions::pull),
                named("image-history", "h")
                        .says("history", "the steps that the image was built by")
                        .on(View.IMAGES)
                        .when(Target::isList)
                        .unless(ImageActions::none)
                        .hint(25)
                        .does(target -> target.on(
                                Subject.OfImage.class,
                                it -> Step.of(target.model()
                                        .with(target.model().navigation().push(history(target, it)))))),
                named("image-tag", "t")
                        .says("tag", "give the image one more name")
                        .on(View.IMAGES)
                        .changesBox()
                        .unless(ImageActions::none)
                        .hint(26)
                        .does(target -> target.on(
                                Subject.OfImage.class,
                                it -> Step.of(target.model()
                                        .open(WordsForm.of(it.host(), Dialog.Form.Purpose.TAG, it.reference()))))),
                named("registry-login", "L")
                        .says("log in", "log the host's docker in to a registry, such as nvcr.io")
                        .in(Action.Group.LIST)
                        .on(View.IMAGES)
                        .when(Target::isList)
                        .changesBox()
                        .unless(RunActions::away)
                        .hint(27)
                        .does(ImageActions::login),
                named("image-build", "b")
                        .says("build", "build an image of a directory of this machine, or of the box")
                        .in(Action.Group.LIST)
                        .on(View.IMAGES)
                        .when(Target::isList)
                        .changesBox()
                        .unless(RunActions::away)
                        .hint(28)
                        .does(target -> carry(target, Dialog.Form.What.BUILD, "")),
                named("image-load", ">")
                        .says("load", "load the images that docker save wrote to a file of this machine")
                        .in(Action.Group.LIST)
                        .on(View.IMAGES)
                        .when(Target::isList)
                        .changesBox()
                        .unless(RunActions::away)
                        .does(target -> carry(target, Dialog.Form.What.LOAD, "")),
                named("image-save", "<")
                        .says("save", "save the image to a file of this machine")
                        .on(View.IMAGES)
                        .when(Target::isList)
                        .unless(ImageActions::none)
                        .does(target -> target.on(
                                Subject.OfImage.class, it -> carry(target, Dialog.Form.What.SAVE, it.reference()))),
                named("image-readme", "M")
                        .says("readme", "the /workspace/README.md of the image, read by a container of a moment")
                        .on(View.IMAGES)
                        .when(Target::isList)
                        .changesBox()
                        .unless(ImageActions::none)
                        .does(target -> target.on(
                                Subject.OfImage.class,
                                it -> Step.of(target.model()
                                        .with(target.model().navigation().push(readme(target, it)))))),
                named("image-push", "p")
                        .says("push", "send the image to its registry, with the box's own login; it asks first")
                        .on(View.IMAGES)
                        .changesBox()
                        .when(Target::isList)
                        .unless(ImageActions::nameless)
                        .hint(29)
                        .does(target -> target.on(Subject.OfImage.class, it -> push(target, it))),
                named("image-delete", "X")
                        .says("delete", "remove this name of the image, and the image with its last one; it asks first")
                        .on(View.IMAGES)
                        .changesBox()
                        .unless(ImageActions::none)
                        .does(target -> target.on(Subject.OfImage.class, it -> delete(target, it))));
    }

    private static @Nullable String none(Target target) {
        return target.subject() instanceof Subject.OfImage ? RunActions.away(target) : "There is no image here.";
    }

    private static @Nullable String nameless(Target target) {
        boolean unnamed = target.subject() instanceof Subject.OfImage it && it.tag() == null;
        return unnamed ? "An image without a name can't be pushed; t names it." : none(target);
    }

    private static Step pull(Target target) {
        String host = target.host();
        return Step.of(
                host == null ? target.model() : target.model().open(WordsForm.of(host, Dialog.Form.Purpose.PULL, "")));
    }

    private static Step carry(Target target, Dialog.Form.What what, String about) {
        String host = target.host();
        return Step.of(host == null ? target.model() : target.model().open(CarryForm.of(host, what, about)));
    }

    /** Not by the word run: it would be taken for what was last run here. */
    private static Page.Output readme(Target target, Subject.OfImage it) {
        return new Page.Output(
                target.page().table(),
                it.id(),
                it.host(),
                "README",
                new Page.Source.Docker(List.of(
                        "container",
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        "--entrypoint",
                        "cat",
                        it.reference(),
                        "/workspace/README.md")),
                false);
    }

    private static Step login(Target target) {
        String host = target.host();
        return Step.of(host == null ? target.model() : target.model().open(LoginForm.of(host)));
    }

    private static Page.Output history(Target target, Subject.OfImage it) {
        return new Page.Output(
                target.page().table(),
                it.id(),
                it.host(),
                "History",
                new Page.Source.Docker(List.of(
                        "history",
                        it.reference(),
                        "--no-trunc",
                        "--format",
                        "{{.CreatedSince}}  {{.Size}}  {{.CreatedBy}}")),
                false);
    }

    private static Step push(Target target, Subject.OfImage it) {
        String title = "Push " + it.reference() + " from " + it.host();
        Outcome go = new Outcome.Work(
                new Request.RunDocker(it.host(), List.of("push", it.reference())),
                new Intent.Task(title, it.reference() + " is in its registry."),
                title);
        return Step.of(target.model()
                .open(new Dialog.Confirm(
                        title,
                        List.of("Whoever may read that registry can fetch it then."),
                        List.of(
                                new Dialog.Button("Cancel", 'n', false, new Outcome.Dismiss()),
                                new Dialog.Button("Push", 'y', true, go)),
                        0)));
    }

    private static Step delete(Target target, Subject.OfImage it) {
        List<String> lines = new ArrayList<>();
        lines.add("Host " + it.host() + ", image " + it.shortId());
        int others = it.image().tags().size() - 1;
        lines.add(
                others > 0
                        ? "The image stays: it has " + others + " more name" + (others == 1 ? "." : "s.")
                        : "It has to be pulled or built again to be had back.");
        String title = "Delete " + it.reference() + " on " + it.host();
        Outcome go = new Outcome.Send(
                new Request.RunDocker(it.host(), List.of("rmi", it.reference())),
                new Intent.Change("Deleting " + it.name(), it.name() + " is deleted."));
        return Step.of(target.model()
                .open(new Dialog.Confirm(
                        title,
                        lines,
                        List.of(
                                new Dialog.Button("Cancel", 'n', false, new Outcome.Dismiss()),
                                new Dialog.Button("Delete", 'y', true, go)),
                        0)));
    }
}

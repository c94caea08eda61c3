package dev.berth.tui.action;

import static dev.berth.tui.action.Action.named;

import dev.berth.api.Request;
import dev.berth.api.Secret;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Outcome;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.Read;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a host needs for containers with GPUs: looked at, proved, and the fixes copied. Nothing there is changed. */
final class DoctorActions {
    private static final String IMAGE = "image";
    private static final String USUAL = "ubuntu";

    private DoctorActions() {}

    static List<Action> all() {
        return List.of(
                named("doctor", "D")
                        .says(
                                "doctor",
                                "what the host needs for containers with GPUs, and how to put right what is not")
                        .on(View.FLEET)
                        .when(Target::isList)
                        .unless(RunActions::away)
                        .does(DoctorActions::shown),
                named("doctor-copy", "y")
                        .says("copy a fix", "copy the command or step that puts something right")
                        .when(DoctorActions::isDoctor)
                        .unless(target -> fixes(target).isEmpty() ? "Nothing here has to be put right." : null)
                        .hint(11)
                        .does(DoctorActions::copy),
                named("doctor-prove", "p")
                        .says("prove", "run a container with all GPUs for a moment, as the guides do")
                        .when(DoctorActions::isDoctor)
                        .changesBox()
                        .unless(RunActions::away)
                        .hint(12)
                        .does(DoctorActions::ask));
    }

    static boolean isDoctor(Target target) {
        return target.page() instanceof Page.Output output && output.source() instanceof Page.Source.Doctor;
    }

    private static Step shown(Target target) {
        String host = target.host();
        if (host == null) {
            return Step.of(target.model());
        }
        Page.Output page = new Page.Output(
                target.page().table(), host, host, "Doctor of " + host, new Page.Source.Doctor(), false);
        return Step.of(target.model().with(target.model().navigation().push(page)));
    }

    private static Map<String, String> fixes(Target target) {
        Read read = target.model().work().read();
        return read == null || !read.page().equals(target.page()) ? Map.of() : read.copies();
    }

    private static Step copy(Target target) {
        List<Dialog.Item> items = new ArrayList<>();
        fixes(target)
                .forEach((check, fix) -> items.add(new Dialog.Item(
                        items.size() < 9 ? Integer.toString(items.size() + 1) : "",
                        check,
                        fix,
                        null,
                        new Outcome.Copy(new Secret(fix), "fix of " + check))));
        return Step.of(target.model().open(new Dialog.Menu("Copy a fix", items, 0)));
    }

    private static Step ask(Target target) {
        if (!(target.page() instanceof Page.Output page)) {
            return Step.of(target.model());
        }
        return Step.of(target.model()
                .open(new Dialog.Form(
                        new Dialog.Form.ProveGpus(page),
                        "Prove that containers on " + page.host() + " get GPUs",
                        List.of(
                                "docker run --rm --gpus all IMAGE nvidia-smi -L",
                                "An image that is not there is pulled and stays; the container does not."),
                        List.of(Dialog.Field.of(IMAGE, "Image", USUAL, USUAL)),
                        0,
                        null,
                        0)));
    }

    static Step submit(Model model, Dialog.Form form, Dialog.Form.ProveGpus subject) {
        String image = form.value(IMAGE).isEmpty() ? USUAL : form.value(IMAGE);
        if (image.startsWith("-") || image.chars().anyMatch(c -> c <= ' ')) {
            return Step.of(model.swap(form.blaming(IMAGE, Fields.wrong("The name of an image is needed."))));
        }
        Page.Output page = subject.doctor();
        Read waiting = new Read(page, List.of(), Map.of(), true, null);
        // the page itself only looks: going away from it and back runs nothing
        return model.close()
                .send(new Request.Doctor(page.host(), image), new Intent.ReadOutput(page))
                .map(sent -> sent.with(sent.work().reading(waiting)));
    }
}

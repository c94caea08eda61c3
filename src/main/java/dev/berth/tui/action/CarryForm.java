package dev.berth.tui.action;

import dev.berth.api.DockerLine;
import dev.berth.api.Request;
import dev.berth.carry.Errand;
import dev.berth.carry.LocalPath;
import dev.berth.carry.Place;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Job;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Step;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Forms of what is carried between this machine and a host: files of a container, a build's directory, images. */
final class CarryForm {
    private static final String HERE = "here";
    private static final String THERE = "there";
    private static final String NAME = "name";
    private static final String MORE = "more";

    private CarryForm() {}

    static Dialog.Form of(String host, Dialog.Form.What what, String about) {
        return new Dialog.Form(
                new Dialog.Form.Carry(host, what, about),
                title(host, what, about),
                notes(host, what),
                fields(what),
                0,
                null,
                0);
    }

    private static String title(String host, Dialog.Form.What what, String about) {
        return switch (what) {
            case COPY_IN -> "Copy into " + about + " on " + host;
            case COPY_OUT -> "Copy out of " + about + " on " + host;
            case BUILD -> "Build an image on " + host;
            case SAVE -> "Save " + about + " of " + host;
            case LOAD -> "Load images on " + host;
            case SAVE_LOG -> "Save the log of " + about + " of " + host;
        };
    }

    private static List<String> notes(String host, Dialog.Form.What what) {
        return switch (what) {
            case COPY_IN, COPY_OUT ->
                List.of("As docker cp does: into a directory that is there, else under that name.");
            case BUILD ->
                List.of(
                        "The directory is sent from this machine, less what its .dockerignore leaves out;",
                        host + ":~/dir is one on the box.");
            case SAVE, LOAD, SAVE_LOG -> List.of();
        };
    }

    private static List<Dialog.Field> fields(Dialog.Form.What what) {
        return switch (what) {
            case COPY_IN ->
                List.of(
                        Dialog.Field.of(HERE, "From here", "", "a file or directory of this machine"),
                        Dialog.Field.of(THERE, "To", "", "/workspace/; its path in the container"));
            case COPY_OUT ->
                List.of(
                        Dialog.Field.of(THERE, "From", "", "/workspace/model.pt; its path in the container"),
                        Dialog.Field.of(HERE, "To here", ".", "a path of this machine"));
            case BUILD ->
                List.of(
                        Dialog.Field.of(NAME, "Name", "", "name:tag"),
                        Dialog.Field.of(HERE, "Directory", ".", "with its Dockerfile"),
                        Dialog.Field.of(MORE, "More options", "", "any others of docker build"));
            case SAVE -> List.of(Dialog.Field.of(HERE, "To here", "", "image.tar; a new file of this machine"));
            case LOAD -> List.of(Dialog.Field.of(HERE, "File here", "", "image.tar; what docker save wrote"));
            case SAVE_LOG -> List.of(Dialog.Field.of(HERE, "To here", "", "train.log; a new file of this machine"));
        };
    }

    static String verb(Dialog.Form.What what) {
        return switch (what) {
            case COPY_IN, COPY_OUT -> "copy";
            case BUILD -> "build";
            case SAVE, SAVE_LOG -> "save";
            case LOAD -> "load";
        };
    }

    static Step submit(Model model, Dialog.Form form, Dialog.Form.Carry subject) {
        for (Dialog.Field field : form.fields()) {
            if (!field.name().equals(MORE) && form.value(field.name()).isEmpty()) {
                return Step.of(model.swap(form.blaming(field.name(), Fields.wrong("It can't be empty."))));
            }
        }
        String name = form.value(NAME);
        if (name.startsWith("-") || name.chars().anyMatch(c -> c <= ' ')) {
            return Step.of(model.swap(form.blaming(NAME, Fields.wrong("A name without blanks is needed."))));
        }
        String onBox = subject.host() + ":";
        if (subject.what() == Dialog.Form.What.BUILD && form.value(HERE).startsWith(onBox)) {
            return built(model, form, subject, form.value(HERE).substring(onBox.length()));
        }
        try {
            Errand errand = errand(form, subject, LocalPath.of(form.value(HERE)));
            String done = done(form, subject);
            Job job = Job.task(form.title(), form, model.now().nanos());
            return RunForm.begun(model, model.carry(errand, new Intent.Task(form.title(), done)), job);
        } catch (InvalidPathException wrong) {
            return Step.of(model.swap(form.blaming(HERE, Fields.wrong("That is no path of this machine."))));
        }
    }

    private static Errand errand(Dialog.Form form, Dialog.Form.Carry subject, Path here) {
        Place place = new Place(subject.host(), subject.about(), form.value(THERE));
        return switch (subject.what()) {
            case COPY_IN -> new Errand.Send(here, place);
            case COPY_OUT -> new Errand.Fetch(place, here);
            case BUILD -> new Errand.Build(subject.host(), words(form), here);
            case SAVE -> new Errand.Save(subject.host(), subject.about(), here);
            case LOAD -> new Errand.Load(subject.host(), here);
            case SAVE_LOG -> new Errand.SaveLog(subject.host(), subject.about(), here);
        };
    }

    private static List<String> words(Dialog.Form form) {
        List<String> words = new ArrayList<>(List.of("-t", form.value(NAME)));
        words.addAll(DockerLine.words(form.value(MORE)));
        return words;
    }

    /** Of a directory that lies on the box already. */
    private static Step built(Model model, Dialog.Form form, Dialog.Form.Carry subject, String directory) {
        List<String> words = new ArrayList<>(List.of("build"));
        words.addAll(words(form));
        words.add(directory.isEmpty() ? "." : directory);
        return RunForm.job(
                model,
                new Request.RunDocker(subject.host(), words),
                new Intent.Task(form.title(), done(form, subject)),
                Job.task(form.title(), form, model.now().nanos()));
    }

    private static String done(Dialog.Form form, Dialog.Form.Carry subject) {
        return switch (subject.what()) {
            case COPY_IN -> form.value(HERE) + " is in " + subject.about() + " on " + subject.host() + ".";
            case COPY_OUT -> form.value(THERE) + " of " + subject.about() + " is here: " + form.value(HERE);
            case BUILD -> form.value(NAME) + " is built on " + subject.host() + ".";
            case SAVE -> subject.about() + " is saved: " + form.value(HERE);
            case SAVE_LOG -> "The log of " + subject.about() + " is saved: " + form.value(HERE);
            case LOAD -> form.value(HERE) + " is loaded on " + subject.host() + ".";
        };
    }
}

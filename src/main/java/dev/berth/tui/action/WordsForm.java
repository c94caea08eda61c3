package dev.berth.tui.action;

import dev.berth.api.DockerLine;
import dev.berth.api.Request;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Job;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Step;
import java.util.List;

/** Forms of one text, which becomes one of docker's own words. */
final class WordsForm {
    private static final String NAME = "name";

    private WordsForm() {}

    /** @param about the image or container that it is done to; empty where there is none */
    static Dialog.Form of(String host, Dialog.Form.Purpose purpose, String about) {
        return new Dialog.Form(
                new Dialog.Form.DockerWords(host, purpose, about),
                title(purpose, about) + " on " + host,
                notes(purpose),
                List.of(Dialog.Field.of(NAME, "Name", "", hint(purpose))),
                0,
                null,
                0);
    }

    static String verb(Dialog.Form.Purpose purpose) {
        return switch (purpose) {
            case PULL -> "pull";
            case TAG -> "tag";
            case COMMIT -> "commit";
            case VOLUME -> "make";
        };
    }

    private static String title(Dialog.Form.Purpose purpose, String about) {
        return switch (purpose) {
            case PULL -> "Pull an image";
            case TAG -> "Tag " + about;
            case COMMIT -> "Commit " + about + " to an image";
            case VOLUME -> "Make a volume";
        };
    }

    private static List<String> notes(Dialog.Form.Purpose purpose) {
        return purpose == Dialog.Form.Purpose.COMMIT
                ? List.of("A Dockerfile is the better way: a commit takes data, core dumps and logs along.")
                : List.of();
    }

    private static String hint(Dialog.Form.Purpose purpose) {
        return switch (purpose) {
            case PULL -> "nvcr.io/nvidia/pytorch:24.10-py3; no tag is latest";
            case TAG -> "nvcr.io/space/name:tag";
            case COMMIT -> "name:tag";
            case VOLUME -> "letters, digits, _ . -";
        };
    }

    static Step submit(Model model, Dialog.Form form, Dialog.Form.DockerWords subject) {
        String name = form.value(NAME);
        if (name.isEmpty() || name.startsWith("-") || name.chars().anyMatch(c -> c <= ' ')) {
            return Step.of(model.swap(form.blaming(NAME, Fields.wrong("A name without blanks is needed."))));
        }
        String host = subject.host();
        if (subject.purpose() == Dialog.Form.Purpose.PULL) {
            String title = "Pull " + name + " on " + host;
            return RunForm.job(
                    model,
                    new Request.PullImage(host, name),
                    new Intent.Task(title, name + " is on " + host + "."),
                    Job.task(title, form, model.now().nanos()));
        }
        List<String> words = words(subject, name);
        String title = "docker " + DockerLine.of(words) + " on " + host;
        return RunForm.job(
                model,
                new Request.RunDocker(host, words),
                new Intent.Task(title, done(subject, name)),
                Job.task(title, form, model.now().nanos()));
    }

    private static List<String> words(Dialog.Form.DockerWords subject, String name) {
        return switch (subject.purpose()) {
            case PULL -> List.of("pull", name);
            case TAG -> List.of("tag", subject.about(), name);
            case COMMIT -> List.of("commit", subject.about(), name);
            case VOLUME -> List.of("volume", "create", name);
        };
    }

    private static String done(Dialog.Form.DockerWords subject, String name) {
        return switch (subject.purpose()) {
            case PULL -> name + " is there.";
            case TAG -> subject.about() + " is called " + name + ", too.";
            case COMMIT -> subject.about() + " is the image " + name + " now.";
            case VOLUME -> "Volume " + name + " is made on " + subject.host() + ".";
        };
    }
}

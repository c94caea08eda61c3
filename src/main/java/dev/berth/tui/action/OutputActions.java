package dev.berth.tui.action;

import static dev.berth.tui.action.Action.named;

import dev.berth.api.HostState;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.View;
import dev.berth.tui.table.Subject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of what a host tells when it is asked: docker about a container, a server's log. */
final class OutputActions {
    private OutputActions() {}

    static List<Action> all() {
        return List.of(
                page("container-inspect", "i", "inspect", "all that docker knows of it, as JSON", false, "inspect"),
                page("container-top", "", "processes", "what runs in it, as docker top tells", true, "top"),
                page("container-stats", "", "stats", "its CPU, memory and network, again and again", true, "stats"),
                page("container-diff", "", "changes", "what it wrote over its image", false, "diff"),
                page("container-readme", "M", "readme", "the README of an image of NVIDIA's registry", true, "readme"),
                named("jupyter-log", "l")
                        .says("log", "the last lines of the log of a server that Berth started")
                        .on(View.SERVERS)
                        .when(Target::isList)
                        .unless(target -> target.subject() instanceof Subject.OfServer it
                                ? it.snapshot().state() == HostState.UP ? null : it.host() + " is not connected."
                                : "There is no server here.")
                        .hint(14)
                        .does(OutputActions::serverLog),
                named("output-again", "r")
                        .says("read again", "ask the host anew")
                        .when(target -> target.page() instanceof Page.Output)
                        .hint(10)
                        .does(target -> Step.of(
                                target.model().with(target.model().work().reading(null)))));
    }

    private static Action page(String id, String key, String label, String help, boolean running, String what) {
        return named(id, key.isEmpty() ? new String[0] : new String[] {key})
                .says(label, help)
                .on(View.CONTAINERS)
                .when(target -> !(target.page() instanceof Page.Log) && !(target.page() instanceof Page.Output))
                .unless(target -> refusal(target, running))
                .does(target -> opened(target, label, what));
    }

    private static @Nullable String refusal(Target target, boolean running) {
        if (!(target.subject() instanceof Subject.OfContainer it)) {
            return "There is no container here.";
        }
        if (it.snapshot().state() != HostState.UP) {
            return it.host() + " is not connected; r connects it.";
        }
        return running && !it.container().running() ? it.name() + " does not run; u starts it." : null;
    }

    /** What these words of docker's print about the row. */
    static Step page(Target target, String host, String title, List<String> words) {
        String row = target.row() == null ? host : target.row().id();
        Page.Output page =
                new Page.Output(target.page().table(), row, host, title, new Page.Source.Docker(words), false);
        return Step.of(target.model().with(target.model().navigation().push(page)));
    }

    private static Step serverLog(Target target) {
        if (!(target.subject() instanceof Subject.OfServer it)) {
            return Step.of(target.model());
        }
        Page.Output page = new Page.Output(
                target.page().table(),
                it.id(),
                it.snapshot().host(),
                it.where() + ":" + it.server().port() + ": log",
                new Page.Source.JupyterLog(it.server().container(), it.server().port()),
                false);
        return Step.of(target.model().with(target.model().navigation().push(page)));
    }

    private static Step opened(Target target, String label, String what) {
        if (!(target.subject() instanceof Subject.OfContainer it)) {
            return Step.of(target.model());
        }
        Page.Output page = new Page.Output(
                target.page().table(),
                it.id(),
                it.host(),
                it.container().name() + ": " + label,
                new Page.Source.Docker(words(what, it.container().id())),
                what.equals("stats"));
        return Step.of(target.model().with(target.model().navigation().push(page)));
    }

    private static List<String> words(String what, String id) {
        return switch (what) {
            case "stats" -> List.of("stats", "--no-stream", id);
            case "readme" -> List.of("exec", id, "cat", "/workspace/README.md");
            default -> List.of(what, id);
        };
    }
}

package dev.berth.tui.action;

import static dev.berth.tui.action.Action.named;

import dev.berth.api.HostSnapshot;
import dev.berth.api.LinkKind;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.desktop.VsCode;
import dev.berth.tui.model.Effect;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Job;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.View;
import dev.berth.tui.table.Subject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** VS Code on a host or in a container. */
public final class CodeActions {
    private static final String NOTHING = "There is nothing to open here.";

    private static final String LOCAL = "local";

    private CodeActions() {}

    static List<Action> all() {
        return List.of(named("code", "e")
                .says("VS Code", "open VS Code on the host, or in the container")
                .on(View.FLEET, View.CONTAINERS, View.SERVERS)
                .unless(CodeActions::nowhere)
                .hint(82)
                .does(CodeActions::open));
    }

    private static @Nullable String nowhere(Target target) {
        return switch (target.subject()) {
            case Subject.OfHost it -> null;
            case Subject.OfServer it -> null;
            case Subject.OfContainer it ->
                it.container().running()
                        ? null
                        : it.container().name() + " is " + it.container().state() + "; VS Code needs it running.";
            case null -> NOTHING;
            default -> NOTHING;
        };
    }

    private static Step open(Target target) {
        Model model = target.model();
        return switch (target.subject()) {
            case Subject.OfHost it -> open(model, it.snapshot(), null, null);
            case Subject.OfServer it ->
                open(model, it.snapshot(), it.server().container(), it.server().root());
            case Subject.OfContainer it ->
                model.send(
                        new Request.FindContainer(it.host(), it.container().id()), new Intent.FindForCode(it.host()));
            case null -> Step.of(model);
            default -> Step.of(model);
        };
    }

    /** The container was found, with the directory that its image works in. */
    public static Step found(Model model, Intent.FindForCode intent, Reply reply) {
        HostSnapshot host = model.facts().host(intent.host());
        return reply instanceof Reply.ContainerPlace place && host != null
                ? open(model, host, place.name(), place.directory())
                : Step.of(model);
    }

    private static Step open(Model model, HostSnapshot host, @Nullable String container, @Nullable String path) {
        boolean here = host.link() == LinkKind.LOCAL || host.host().equals(LOCAL);
        VsCode.Place place = new VsCode.Place(here ? null : host.host(), container, path);
        Intent intent = new Intent.Code(Job.where(host.host(), container));
        return Step.of(model.with(model.work().sent(intent)))
                .and(new Effect.Code(model.work().next(), place));
    }

    /** What is said once it opens: VS Code reads the ssh configuration by itself, and only the usual one. */
    public static String opened(Model model, String where) {
        String world = model.setup().world();
        return world == null
                ? "VS Code opens on " + where + "."
                : "VS Code opens on " + where + "; it knows the hosts of " + world
                        + " only where its setting remote.SSH.configFile names that file.";
    }
}

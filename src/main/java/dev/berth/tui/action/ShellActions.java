package dev.berth.tui.action;

import static dev.berth.tui.action.Action.named;

import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.Request;
import dev.berth.tui.model.Effect;
import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.View;
import dev.berth.tui.table.Subject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A shell on a host or in a container, in place of the screen. */
public final class ShellActions {
    private ShellActions() {}

    static List<Action> all() {
        return List.of(
                named("shell", "s")
                        .says("shell", "a shell on the host; the screen comes back when it ends")
                        .on(View.FLEET)
                        .changesBox()
                        .unless(RowActions::noRow)
                        .hint(35)
                        .does(ShellActions::onHost),
                named("shell-inside", "s")
                        .says("shell", "a shell in the container; the screen comes back when it ends")
                        .on(View.CONTAINERS)
                        .changesBox()
                        .unless(ShellActions::noRunningContainer)
                        .hint(35)
                        .does(ShellActions::inContainer));
    }

    private static @Nullable String noRunningContainer(Target target) {
        if (!(target.subject() instanceof Subject.OfContainer it)) {
            return "There is no container selected.";
        }
        String state = it.container().state();
        return state.equals("running") ? null : it.name() + " is " + state + "; a shell needs it running.";
    }

    private static Step onHost(Target target) {
        Model model = target.model();
        return target.subject() instanceof Subject.OfHost it ? open(model, it.snapshot(), null) : Step.of(model);
    }

    private static Step inContainer(Target target) {
        Model model = target.model();
        return target.subject() instanceof Subject.OfContainer it
                ? open(model, it.snapshot(), it.container().name())
                : Step.of(model);
    }

    /** A host that is not connected may have questions, which need the screen: it is connected first. */
    private static Step open(Model model, HostSnapshot host, @Nullable String container) {
        if (host.state() == HostState.UP && model.link().isUp()) {
            return opened(model, host.host(), container);
        }
        Intent.Shell shell = new Intent.Shell(host.host(), container);
        return model.work().pending().containsValue(shell)
                ? Step.of(model.flash(Flash.Tone.INFO, host.host() + " is being connected."))
                : model.send(new Request.Connect(host.host()), shell);
    }

    /** Gives the terminal away now; keys that are typed from here on are the shell's. */
    public static Step opened(Model model, String host, @Nullable String container) {
        return Step.of(model).and(new Effect.Shell(host, container));
    }
}

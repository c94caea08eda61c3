package dev.berth.tui.action;

import static dev.berth.tui.action.Action.named;

import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.Request;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.View;
import dev.berth.tui.table.Subject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Making containers. */
final class RunActions {
    private RunActions() {}

    static List<Action> all() {
        return List.of(
                named("run", "c")
                        .says("run", "the form that runs a container; a line of docker run can be pasted into it")
                        .in(Action.Group.LIST)
                        .on(View.FLEET, View.CONTAINERS, View.GPUS, View.IMAGES)
                        .when(Target::isList)
                        .changesBox()
                        .unless(RunActions::away)
                        .hint(62)
                        .does(target -> form(target, false)),
                named("run-again", "R")
                        .says("run again", "run what was last run on this host once more")
                        .in(Action.Group.LIST)
                        .on(View.FLEET, View.CONTAINERS, View.GPUS, View.IMAGES)
                        .when(Target::isList)
                        .changesBox()
                        .unless(RunActions::away)
                        .does(RunActions::again),
                named("notebook", "N")
                        .says("notebook", "run a container on a free GPU, start Jupyter in it and open it")
                        .in(Action.Group.LIST)
                        .on(View.FLEET, View.CONTAINERS, View.GPUS, View.IMAGES)
                        .when(Target::isList)
                        .changesBox()
                        .unless(RunActions::away)
                        .does(target -> form(target, true)));
    }

    static @Nullable String away(Target target) {
        HostSnapshot host = HostActions.host(target);
        if (host == null) {
            return "There is no host selected to do it on.";
        }
        return host.state() == HostState.UP ? null : host.host() + " is not connected; u on its row connects it.";
    }

    private static Step form(Target target, boolean notebook) {
        String host = target.host();
        if (host == null) {
            return Step.of(target.model());
        }
        Intent intent = new Intent.Wizard(host, image(target), notebook);
        return target.model().send(new Request.ListRuns(host), intent);
    }

    private static Step again(Target target) {
        String host = target.host();
        return host == null
                ? Step.of(target.model())
                : target.model().send(new Request.ListRuns(host), new Intent.RunAgain(host));
    }

    /** That of the row, where it has one: one more of the kind. */
    private static String image(Target target) {
        if (target.subject() instanceof Subject.OfContainer it) {
            return it.container().image();
        }
        return target.subject() instanceof Subject.OfImage it ? it.reference() : "";
    }
}

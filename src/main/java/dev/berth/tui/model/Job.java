package dev.berth.tui.model;

import dev.berth.api.Event;
import dev.berth.api.Problem;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The start of a Jupyter server, as its dialog tells it.
 *
 * @param request what was asked for, to try again
 * @param form the form it came from, to correct it
 * @param steps in the order they began
 * @param began in nanoseconds
 */
public record Job(
        Request.StartJupyter request, Dialog.Form form, List<Event.Progress> steps, Outcome outcome, long began) {

    public Job {
        steps = List.copyOf(steps);
    }

    public sealed interface Outcome {
        record Running() implements Outcome {}

        record Stopping() implements Outcome {}

        record Ready(Reply.OpenedServer server) implements Outcome {}

        record Failed(Problem problem) implements Outcome {}
    }

    public static Job begun(Request.StartJupyter request, Dialog.Form form, long now) {
        return new Job(request, form, List.of(), new Outcome.Running(), now);
    }

    /** On its way: started or being stopped. */
    public boolean isRunning() {
        return outcome instanceof Outcome.Running || outcome instanceof Outcome.Stopping;
    }

    public String where() {
        return where(request.host(), request.container());
    }

    public static String where(String host, @Nullable String container) {
        return container == null ? host : host + "/" + container;
    }

    /** A step that is told again takes its earlier place. */
    public Job with(Event.Progress step) {
        List<Event.Progress> all = new ArrayList<>(steps);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).step().equals(step.step())) {
                all.set(i, step);
                return new Job(request, form, all, outcome, began);
            }
        }
        all.add(step);
        return new Job(request, form, all, outcome, began);
    }

    public Job with(Outcome other) {
        return new Job(request, form, steps, other, began);
    }
}

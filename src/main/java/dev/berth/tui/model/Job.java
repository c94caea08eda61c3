package dev.berth.tui.model;

import dev.berth.api.Event;
import dev.berth.api.Problem;
import dev.berth.api.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that takes its time, as its dialog tells it.
 *
 * @param form the form it came from, to correct it; null where it came from a key
 * @param steps in the order they began
 * @param began in nanoseconds
 */
public record Job(Words words, Dialog.@Nullable Form form, List<Event.Progress> steps, Outcome outcome, long began) {

    public Job {
        steps = List.copyOf(steps);
    }

    /**
     * What is said of it.
     *
     * @param ready the sentence for one whose dialog is hidden
     * @param cancelled the sentence once it was called off
     * @param failed what comes before the reason
     * @param stopping while it is being called off
     */
    public record Words(String title, String ready, String cancelled, String failed, String stopping) {}

    public sealed interface Outcome {
        record Running() implements Outcome {}

        record Stopping() implements Outcome {}

        record Ready(Reply.OpenedServer server) implements Outcome {}

        record Failed(Problem problem) implements Outcome {}
    }

    /** The start of a Jupyter server. */
    public static Job jupyter(String where, Dialog.@Nullable Form form, long now) {
        Words words = new Words(
                "Start Jupyter in " + where,
                "Jupyter in " + where + " is ready; J shows its address.",
                "Starting Jupyter in " + where + " was cancelled.",
                "Jupyter in " + where + " did not start: ",
                "Cancelling: what was begun in " + where + " is being stopped…");
        return begun(words, form, now);
    }

    /** @param title such as "Pull IMAGE on HOST" */
    public static Job task(String title, Dialog.@Nullable Form form, long now) {
        Words words = new Words(
                title, title + ": done.", title + ": cancelled.", title + " failed: ", "Cancelling: " + title + "…");
        return begun(words, form, now);
    }

    private static Job begun(Words words, Dialog.@Nullable Form form, long now) {
        return new Job(words, form, List.of(), new Outcome.Running(), now);
    }

    /** On its way: started or being stopped. */
    public boolean isRunning() {
        return outcome instanceof Outcome.Running || outcome instanceof Outcome.Stopping;
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
                return new Job(words, form, all, outcome, began);
            }
        }
        all.add(step);
        return new Job(words, form, all, outcome, began);
    }

    public Job with(Outcome other) {
        return new Job(words, form, steps, other, began);
    }
}

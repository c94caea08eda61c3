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
 * @param up how many rows its dialog is scrolled up from its end
 */
public record Job(Words words, Dialog.@Nullable Form form, List<Told> steps, Outcome outcome, long began, int up) {

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

    /**
     * A step as it was told last.
     *
     * @param began in nanoseconds
     * @param ended when it was first told to be over; null while it goes on
     */
    public record Told(
            Event.Progress step, long began, @Nullable Long ended) {
        private Told again(Event.Progress newest, long now) {
            boolean over = newest.state() != Event.StepState.RUNNING;
            return new Told(newest, began, over ? (Long) (ended == null ? now : ended) : null);
        }

        /** What the step printed, kept since it failed. */
        public String output() {
            String detail = step.detail();
            return step.state() == Event.StepState.FAILED && detail != null ? detail : "";
        }
    }

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
        return new Job(words, form, List.of(), new Outcome.Running(), now, 0);
    }

    /** On its way: started or being stopped. */
    public boolean isRunning() {
        return outcome instanceof Outcome.Running || outcome instanceof Outcome.Stopping;
    }

    public static String where(String host, @Nullable String container) {
        return container == null ? host : host + "/" + container;
    }

    /** A step that is told again takes its earlier place. */
    public Job with(Event.Progress step, long now) {
        List<Told> all = new ArrayList<>(steps);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).step().step().equals(step.step())) {
                all.set(i, all.get(i).again(step, now));
                return new Job(words, form, all, outcome, began, up);
            }
        }
        all.add(new Told(step, now, null).again(step, now));
        return new Job(words, form, all, outcome, began, up);
    }

    public Job with(Outcome other) {
        return new Job(words, form, steps, other, began, 0);
    }

    /** @param rows that its dialog is scrolled up from its end */
    public Job scrolled(int rows) {
        return new Job(words, form, steps, outcome, began, rows);
    }

    /** What the steps that failed had printed. */
    public String output() {
        StringBuilder output = new StringBuilder();
        for (Told told : steps) {
            if (!told.output().isEmpty()) {
                output.append(told.step().text())
                        .append('\n')
                        .append(told.output())
                        .append('\n');
            }
        }
        return output.toString();
    }
}

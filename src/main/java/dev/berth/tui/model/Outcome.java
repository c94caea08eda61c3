package dev.berth.tui.model;

import dev.berth.api.Request;
import dev.berth.api.Secret;
import java.util.List;

/** What a button or an item of a menu does. */
public sealed interface Outcome {
    /** Nothing but to close the dialog. */
    record Dismiss() implements Outcome {}

    record Send(Request<?> request, Intent intent) implements Outcome {}

    /** Sends all of them; each is answered for itself. */
    record SendAll(List<Send> all) implements Outcome {
        public SendAll {
            all = List.copyOf(all);
        }
    }

    /** Gives the terminal to a tmux session of the host, which is made where it is not there. */
    record Attach(String host, String session) implements Outcome {}

    /** Sends it as a job with a dialog. */
    record Work(Request<?> request, Intent intent, String title) implements Outcome {}
    /** Opens the next dialog. */
    record Ask(Dialog dialog) implements Outcome {}

    /** Does an action of the registry on the row of the page. */
    record Run(String action) implements Outcome {}

    /** Fills the form of docker run with a line that was kept. */
    record FillRun(String line) implements Outcome {}

    /** Puts a path into a field of a form, in the place of its start. */
    record FillPath(String field, String start, String path) implements Outcome {}

    /** Puts a GPU into the form of docker run, or takes it out; {@code all} and nothing are devices, too. */
    record PickGpu(String device) implements Outcome {}

    record SortBy(String column) implements Outcome {}

    /** @param what the thing that is copied, for the sentence that says so */
    record Copy(Secret text, String what) implements Outcome {}

    /** Leaves and lets all that was started stay. */
    record Detach() implements Outcome {}

    record StopAll() implements Outcome {}
}

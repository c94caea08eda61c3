package dev.berth.tui.model;

import dev.berth.api.Request;
import dev.berth.api.Secret;

/** What a button or an item of a menu does. */
public sealed interface Outcome {
    /** Nothing but to close the dialog. */
    record Dismiss() implements Outcome {}

    record Send(Request<?> request, Intent intent) implements Outcome {}

    /** Opens the next dialog. */
    record Ask(Dialog dialog) implements Outcome {}

    /** Does an action of the registry on the row of the page. */
    record Run(String action) implements Outcome {}

    record SortBy(String column) implements Outcome {}

    /** @param what the thing that is copied, for the sentence that says so */
    record Copy(Secret text, String what) implements Outcome {}

    /** Leaves and lets all that was started stay. */
    record Detach() implements Outcome {}

    record StopAll() implements Outcome {}
}

package dev.berth.tui.update;

import dev.berth.api.Problem;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Model;
import org.jspecify.annotations.Nullable;

/** Forms that wait for an answer. */
final class Forms {
    private Forms() {}

    /** The form that waits for the answer to that request; null where it was closed. */
    static Dialog.@Nullable Form waiting(Model model, long tag) {
        for (Dialog dialog : model.dialogs()) {
            if (dialog instanceof Dialog.Form form && form.sent() == tag) {
                return form;
            }
        }
        return null;
    }

    /** The form for a new tunnel on top, whose request somebody had to agree to; null where there is none. */
    static Dialog.@Nullable Form newTunnel(Model model) {
        return model.dialog() instanceof Dialog.Form form && form.subject() instanceof Dialog.Form.NewTunnel
                ? form
                : null;
    }

    /** All that wait can be filled in again: their answers will not come. */
    static Model opened(Model model, Problem problem) {
        Model opened = model;
        for (Dialog dialog : model.dialogs()) {
            if (dialog instanceof Dialog.Form form && form.sent() != 0) {
                opened = opened.swap(form, form.failed(problem));
            }
        }
        return opened;
    }
}

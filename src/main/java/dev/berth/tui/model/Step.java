package dev.berth.tui.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What came of an event: the model from then on, and what is to be done. */
public record Step(Model model, List<Effect> effects) {
    public Step {
        effects = List.copyOf(effects);
    }

    public static Step of(Model model) {
        return new Step(model, List.of());
    }

    public Step and(Effect effect) {
        List<Effect> more = new ArrayList<>(effects);
        more.add(effect);
        return new Step(model, more);
    }

    /** Goes on from this model; the effects of both are done, these first. */
    public Step then(Function<Model, Step> next) {
        Step step = next.apply(model);
        List<Effect> all = new ArrayList<>(effects);
        all.addAll(step.effects);
        return new Step(step.model, all);
    }

    public Step map(Function<Model, Model> change) {
        return new Step(change.apply(model), effects);
    }
}

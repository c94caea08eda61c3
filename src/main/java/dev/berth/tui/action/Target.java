package dev.berth.tui.action;

import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.View;
import dev.berth.tui.table.Row;
import dev.berth.tui.table.Subject;
import dev.berth.tui.table.Tables;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an action acts on.
 *
 * @param row the selected row, or the one whose details are shown; null where there is none
 */
public record Target(Model model, Page page, @Nullable Row row) {
    public static Target of(Model model) {
        return new Target(model, model.page(), Tables.selected(model, model.page()));
    }

    public View view() {
        return page.table().view();
    }

    public boolean isList() {
        return page instanceof Page.Table;
    }

    public @Nullable Subject subject() {
        return row == null ? null : row.subject();
    }

    /** What becomes of a row of that kind; nothing where it is another, or none. */
    <S extends Subject> Step on(Class<S> kind, Function<S, Step> step) {
        Subject subject = subject();
        return kind.isInstance(subject) ? step.apply(kind.cast(subject)) : Step.of(model);
    }

    /** The host of the row, else of the page. */
    public @Nullable String host() {
        Subject subject = subject();
        return subject != null && subject.host() != null
                ? subject.host()
                : page.table().host();
    }
}

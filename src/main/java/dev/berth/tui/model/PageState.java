package dev.berth.tui.model;

import org.jspecify.annotations.Nullable;

/**
 * Where a person is on a page.
 *
 * @param row the identity of the selected row: rows come, go and move, the cursor stays on what it was put on
 * @param index where that row was last: the cursor's place should the row vanish
 * @param top the first row or line that is shown
 * @param filter what rows must hold; in a text, what is searched
 */
public record PageState(@Nullable String row, int index, int top, String filter) {
    public static final PageState START = new PageState(null, 0, 0, "");

    public PageState on(@Nullable String newRow, int newIndex) {
        return new PageState(newRow, newIndex, top, filter);
    }

    public PageState from(int newTop) {
        return new PageState(row, index, newTop, filter);
    }

    public PageState filtered(String newFilter) {
        return new PageState(row, index, top, newFilter);
    }
}

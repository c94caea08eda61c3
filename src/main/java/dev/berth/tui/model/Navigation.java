package dev.berth.tui.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which page is shown, how one came there, and where one was on each.
 *
 * @param stack the fleet first, the page shown last
 * @param last the stack before the last jump
 * @param filtering the filter while it is typed
 * @param polls the command log also shows what watchers ran
 * @param cut lines of a log or of what a host printed that are too long end at the edge, instead of going on below
 * @param marks identities of the rows that are marked on the page shown
 */
public record Navigation(
        List<Page> stack,
        List<Page> last,
        Map<Page, PageState> states,
        Map<View, Sort> sorts,
        @Nullable TextInput filtering,
        boolean polls,
        boolean cut,
        Set<String> marks) {

    private static final Page.Table FLEET = new Page.Table(View.FLEET, null);

    public Navigation {
        stack = List.copyOf(stack);
        last = List.copyOf(last);
        states = Map.copyOf(states);
        sorts = Map.copyOf(sorts);
        marks = Set.copyOf(marks);
    }

    public static Navigation start() {
        return new Navigation(List.of(FLEET), List.of(FLEET), Map.of(), Map.of(), null, false, false, Set.of());
    }

    public Page page() {
        return stack.getLast();
    }

    public boolean atRoot() {
        return stack.size() == 1;
    }

    public PageState state() {
        return state(page());
    }

    public PageState state(Page page) {
        return states.getOrDefault(page, PageState.START);
    }

    public @Nullable Sort sort(View view) {
        return sorts.get(view);
    }

    public Navigation push(Page page) {
        if (page.equals(page())) {
            return this;
        }
        List<Page> higher = new ArrayList<>(stack);
        higher.remove(page);
        higher.add(page);
        return at(higher);
    }

    public Navigation pop() {
        return atRoot() ? this : at(stack.subList(0, stack.size() - 1));
    }

    /**
     * Goes to a list from anywhere: the fleet is the root, a log lies on what was there, any other list takes the place
     * of all that lies on the fleet and stays with the host one is in.
     */
    public Navigation jump(View view) {
        Page.Table here = page().table();
        if (view == View.FLEET) {
            return at(List.of(FLEET));
        }
        if (view.isLog()) {
            return push(new Page.Table(view, null));
        }
        return at(List.of(FLEET, new Page.Table(view, here.view().isLog() ? below() : here.host())));
    }

    /** The same list of another host, or of all. */
    public Navigation into(View view, @Nullable String host) {
        return at(List.of(FLEET, new Page.Table(view, host)));
    }

    public Navigation back() {
        return at(last);
    }

    public Navigation with(PageState state) {
        return with(page(), state);
    }

    public Navigation with(Page page, PageState state) {
        Map<Page, PageState> all = new HashMap<>(states);
        all.put(page, state);
        return new Navigation(stack, last, all, sorts, filtering, polls, cut, marks);
    }

    public Navigation with(View view, Sort sort) {
        Map<View, Sort> all = new EnumMap<>(View.class);
        all.putAll(sorts);
        all.put(view, sort);
        return new Navigation(stack, last, states, all, filtering, polls, cut, marks);
    }

    public Navigation filtering(@Nullable TextInput input) {
        return new Navigation(stack, last, states, sorts, input, polls, cut, marks);
    }

    public Navigation marking(Set<String> rows) {
        return new Navigation(stack, last, states, sorts, filtering, polls, cut, rows);
    }

    public Navigation showingPolls(boolean shown) {
        return new Navigation(stack, last, states, sorts, filtering, shown, cut, marks);
    }

    public Navigation cutting(boolean lines) {
        return new Navigation(stack, last, states, sorts, filtering, polls, lines, marks);
    }

    private @Nullable String below() {
        for (Page page : stack.reversed()) {
            if (!page.table().view().isLog()) {
                return page.table().host();
            }
        }
        return null;
    }

    private Navigation at(List<Page> pages) {
        return pages.equals(stack) ? this : new Navigation(pages, stack, states, sorts, null, polls, cut, Set.of());
    }
}

package dev.berth.tui.action;

import dev.berth.tui.model.Step;
import dev.berth.tui.model.View;
import dev.berth.tui.term.Key;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Something a person can do, as data.
 *
 * @param id its name in the palette
 * @param label two or three words, for hints and menus
 * @param help a sentence without its full stop
 * @param changesBox refused by {@code --readonly}
 * @param hint its place among the hints at the foot, the lowest first; 0 keeps it out
 * @param hinted where it stands among them
 * @param applies it belongs to this page and kind of row
 * @param refusal why it can't be done to this row now; null where it can
 */
public record Action(
        String id,
        List<Key> keys,
        String label,
        String help,
        Group group,
        boolean changesBox,
        int hint,
        Predicate<Target> hinted,
        Predicate<Target> applies,
        Function<Target, @Nullable String> refusal,
        Function<Target, Step> doing) {

    public Action {
        keys = List.copyOf(keys);
    }

    /** The parts of the help. */
    public enum Group {
        ROW("On the selected row"),
        LIST("In this list"),
        MOVE("Moving"),
        GO("Going elsewhere"),
        PROGRAM("The program");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /** Its keys as they are written: {@code j down}. */
    public String keyNames() {
        StringBuilder names = new StringBuilder();
        for (Key key : keys) {
            names.append(names.isEmpty() ? "" : " ").append(symbol(key));
        }
        return names.toString();
    }

    /** The key to name where there is room for one. */
    public String firstKey() {
        return keys.isEmpty() ? "" : symbol(keys.getFirst());
    }

    private static String symbol(Key key) {
        if (key.named() == null || key.shift()) {
            return key.name();
        }
        return switch (key.named()) {
            case ENTER -> "Enter";
            case ESC -> "Esc";
            case TAB -> "Tab";
            case PAGE_UP -> "PgUp";
            case PAGE_DOWN -> "PgDn";
            case HOME -> "Home";
            case END -> "End";
            default -> key.name();
        };
    }

    static Builder named(String id, String... keys) {
        return new Builder(id, keys);
    }

    /** Fills in an action by the names of its parts. */
    static final class Builder {
        private final String id;
        private final List<Key> keys = new ArrayList<>();
        private String label;
        private String help = "";
        private Group group = Group.ROW;
        private boolean changesBox;
        private int hint;
        private Predicate<Target> hinted = target -> true;
        private Predicate<Target> applies = target -> true;
        private Function<Target, @Nullable String> refusal = target -> null;

        private Builder(String id, String... keys) {
            this.id = id;
            this.label = id;
            for (String key : keys) {
                this.keys.add(Key.parse(key));
            }
        }

        Builder says(String shortLabel, String sentence) {
            label = shortLabel;
            help = sentence;
            return this;
        }

        Builder in(Group part) {
            group = part;
            return this;
        }

        Builder on(View first, View... more) {
            Set<View> views = EnumSet.of(first, more);
            return when(target -> views.contains(target.view()));
        }

        Builder when(Predicate<Target> condition) {
            applies = applies.and(condition);
            return this;
        }

        Builder changesBox() {
            changesBox = true;
            return this;
        }

        Builder hint(int place) {
            hint = place;
            return this;
        }

        /** Only where there is something that it can be done to. */
        Builder hint(int place, Predicate<Target> where) {
            hinted = where;
            return hint(place);
        }

        Builder unless(Function<Target, @Nullable String> reason) {
            refusal = reason;
            return this;
        }

        Action does(Function<Target, Step> doing) {
            return new Action(id, keys, label, help, group, changesBox, hint, hinted, applies, refusal, doing);
        }
    }
}

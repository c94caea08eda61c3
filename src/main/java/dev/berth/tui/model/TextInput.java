package dev.berth.tui.model;

import dev.berth.tui.term.Key;
import org.jspecify.annotations.Nullable;

/**
 * A line of text that is being typed.
 *
 * @param caret the index in {@code text} before which the next character goes
 * @param whole it is taken as a whole: what is typed takes its place, until a key moves the caret
 */
public record TextInput(String text, int caret, boolean whole) {
    public static final TextInput EMPTY = new TextInput("", 0);

    /** More is no name, path or command but an accident. */
    private static final int MOST_CHARS = 4096;

    public TextInput(String text, int caret) {
        this(text, caret, false);
    }

    public static TextInput of(String text) {
        return new TextInput(text, text.length());
    }

    /** An old text, which a new one most likely takes the place of. */
    public static TextInput old(String text) {
        return new TextInput(text, text.length(), !text.isEmpty());
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** After a key of editing; null where the key is none. */
    public @Nullable TextInput typed(Key key) {
        if (key.isText()) {
            return insert(Character.toString(key.codePoint()));
        }
        if (key.ctrl() && key.named() == null) {
            return control(key.codePoint());
        }
        return key.named() == null ? null : named(key.named());
    }

    /** A pasted text, its line ends as blanks. */
    public TextInput insert(String more) {
        if (whole) {
            return EMPTY.insert(more);
        }
        StringBuilder fit = new StringBuilder();
        more.codePoints()
                .map(codePoint -> codePoint == '\n' || codePoint == '\t' ? ' ' : codePoint)
                .filter(codePoint -> !Character.isISOControl(codePoint))
                .limit(Math.max(0, MOST_CHARS - text.length()))
                .forEach(fit::appendCodePoint);
        return new TextInput(text.substring(0, caret) + fit + text.substring(caret), caret + fit.length());
    }

    private @Nullable TextInput control(int character) {
        return switch (character) {
            case 'a' -> new TextInput(text, 0);
            case 'e' -> of(text);
            case 'u' -> new TextInput(text.substring(caret), 0);
            case 'k' -> of(text.substring(0, caret));
            case 'w' -> whole ? EMPTY : without(wordStart(), caret);
            case 'h' -> whole ? EMPTY : without(before(), caret);
            default -> null;
        };
    }

    private @Nullable TextInput named(Key.Named key) {
        return switch (key) {
            case BACKSPACE -> whole ? EMPTY : without(before(), caret);
            case DELETE -> whole ? EMPTY : without(caret, after());
            case LEFT -> new TextInput(text, before());
            case RIGHT -> new TextInput(text, after());
            case HOME -> new TextInput(text, 0);
            case END -> of(text);
            default -> null;
        };
    }

    private TextInput without(int from, int to) {
        return new TextInput(text.substring(0, from) + text.substring(to), from);
    }

    private int before() {
        return caret == 0 ? 0 : text.offsetByCodePoints(caret, -1);
    }

    private int after() {
        return caret == text.length() ? caret : text.offsetByCodePoints(caret, 1);
    }

    private int wordStart() {
        int start = caret;
        while (start > 0 && text.charAt(start - 1) == ' ') {
            start--;
        }
        while (start > 0 && text.charAt(start - 1) != ' ') {
            start--;
        }
        return start;
    }

    /** Not the text: it may be a password. */
    @Override
    public String toString() {
        return "TextInput[" + text.length() + " characters]";
    }
}

package dev.berth.tui.term;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One key press. Either {@code named} is set and {@code codePoint} is 0, or the key is a character. Shift is said only of
 * named keys; a character with shift is another character.
 */
public record Key(int codePoint, @Nullable Named named, boolean ctrl, boolean alt, boolean shift) implements TermEvent {
    private static final String CTRL = "ctrl-";
    private static final String ALT = "alt-";
    private static final String SHIFT = "shift-";

    /** The keys that are no characters. */
    public enum Named {
        ENTER,
        TAB,
        ESC,
        BACKSPACE,
        UP,
        DOWN,
        LEFT,
        RIGHT,
        HOME,
        END,
        PAGE_UP,
        PAGE_DOWN,
        INSERT,
        DELETE,
        F1,
        F2,
        F3,
        F4,
        F5,
        F6,
        F7,
        F8,
        F9,
        F10,
        F11,
        F12;

        private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Key of(char character) {
        return new Key(character, null, false, false, false);
    }

    public static Key of(Named named) {
        return new Key(0, named, false, false, false);
    }

    public static Key ctrl(char character) {
        return new Key(character, null, true, false, false);
    }

    public Key withAlt() {
        return new Key(codePoint, named, ctrl, true, shift);
    }

    /** A character typed without ctrl or alt: what goes into a text field. */
    public boolean isText() {
        return named == null && !ctrl && !alt && codePoint >= ' ';
    }

    /** The key as written in help and settings: {@code j}, {@code G}, {@code ctrl-d}, {@code shift-tab}, {@code f1}. */
    public String name() {
        StringBuilder name = new StringBuilder();
        if (ctrl) {
            name.append(CTRL);
        }
        if (alt) {
            name.append(ALT);
        }
        if (shift) {
            name.append(SHIFT);
        }
        return append(name).toString();
    }

    private StringBuilder append(StringBuilder name) {
        if (named != null) {
            return name.append(named.label);
        }
        return codePoint == ' ' ? name.append("space") : name.appendCodePoint(codePoint);
    }

    /**
     * The key of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Key parse(String name) {
        String rest = name;
        boolean ctrl = isPrefixed(rest, CTRL);
        rest = ctrl ? rest.substring(CTRL.length()) : rest;
        boolean alt = isPrefixed(rest, ALT);
        rest = alt ? rest.substring(ALT.length()) : rest;
        boolean shift = isPrefixed(rest, SHIFT);
        rest = shift ? rest.substring(SHIFT.length()) : rest;
        Named named = namedOrNull(rest);
        return new Key(named == null ? character(rest, name) : 0, named, ctrl, alt, shift);
    }

    private static boolean isPrefixed(String name, String prefix) {
        return name.length() > prefix.length() && name.startsWith(prefix);
    }

    private static @Nullable Named namedOrNull(String name) {
        for (Named named : Named.values()) {
            if (named.label.equals(name)) {
                return named;
            }
        }
        return null;
    }

    private static int character(String character, String name) {
        if (character.equals("space")) {
            return ' ';
        }
        if (character.isEmpty() || character.codePointCount(0, character.length()) != 1) {
            throw new IllegalArgumentException("There is no key named " + name + ".");
        }
        return character.codePointAt(0);
    }
}

package dev.berth.tui.term;

import dev.berth.tui.term.Key.Named;
import org.jspecify.annotations.Nullable;

/** What the parameters and the final byte of an escape sequence mean, in the dialects of xterm, rxvt, Linux and kitty. */
final class KeySequences {
    private static final int SHIFT = 1;
    private static final int ALT = 2;
    private static final int CTRL = 4;

    private KeySequences() {}

    /** The key of {@code ESC [ parameters last}, or null for a sequence that is none. */
    static @Nullable Key csi(CharSequence parameters, char last) {
        int first = number(parameters, 0);
        int modifiers = Math.max(0, number(parameters, 1) - 1);
        return switch (last) {
            case 'u' -> character(first, modifiers);
            // modifyOtherKeys of xterm: ESC [ 27 ; modifiers ; character ~
            case '~' -> first == 27 ? character(number(parameters, 2), modifiers) : named(tilde(first), modifiers);
            case 'Z' -> named(Named.TAB, modifiers | SHIFT);
            // Another first number than 1 is a report, such as of the cursor's place, which also ends in R.
            default -> first > 1 ? null : named(letter(last), modifiers);
        };
    }

    /** The key of {@code ESC O last}, as in the application mode of the cursor keys. */
    static @Nullable Key ss3(char last) {
        return named(last == 'M' ? Named.ENTER : letter(last), 0);
    }

    /** The function keys of the Linux console: {@code ESC [ [ last}. */
    static @Nullable Key linux(char last) {
        return switch (last) {
            case 'A' -> Key.of(Named.F1);
            case 'B' -> Key.of(Named.F2);
            case 'C' -> Key.of(Named.F3);
            case 'D' -> Key.of(Named.F4);
            case 'E' -> Key.of(Named.F5);
            default -> null;
        };
    }

    /** The number at {@code index} of a list like {@code 1;5:3}, 0 where there is none. Sub-numbers are passed over. */
    static int number(CharSequence parameters, int index) {
        int at = 0;
        int value = 0;
        boolean counts = true;
        for (int i = 0; i < parameters.length(); i++) {
            char c = parameters.charAt(i);
            if (c == ';') {
                if (at++ == index) {
                    return value;
                }
                value = 0;
                counts = true;
            } else if (c < '0' || c > '9') {
                counts = false;
            } else if (counts && value < 100_000_000) {
                value = value * 10 + c - '0';
            }
        }
        return at == index ? value : 0;
    }

    private static @Nullable Key named(@Nullable Named named, int modifiers) {
        return named == null
                ? null
                : new Key(0, named, has(modifiers, CTRL), has(modifiers, ALT), has(modifiers, SHIFT));
    }

    private static @Nullable Key character(int codePoint, int modifiers) {
        switch (codePoint) {
            case 9:
                return named(Named.TAB, modifiers);
            case 13:
                return named(Named.ENTER, modifiers);
            case 27:
                return named(Named.ESC, modifiers);
            case 8, 127:
                return named(Named.BACKSPACE, modifiers);
            default:
        }
        // kitty numbers its further keys within the private use area
        if (codePoint < ' ' || !Character.isValidCodePoint(codePoint) || (codePoint >= 0xe000 && codePoint <= 0xf8ff)) {
            return null;
        }
        int shifted = has(modifiers, SHIFT) ? Character.toUpperCase(codePoint) : codePoint;
        return new Key(shifted, null, has(modifiers, CTRL), has(modifiers, ALT), false);
    }

    private static boolean has(int modifiers, int one) {
        return (modifiers & one) != 0;
    }

    private static @Nullable Named letter(char last) {
        return switch (last) {
            case 'A' -> Named.UP;
            case 'B' -> Named.DOWN;
            case 'C' -> Named.RIGHT;
            case 'D' -> Named.LEFT;
            case 'H' -> Named.HOME;
            case 'F' -> Named.END;
            case 'P' -> Named.F1;
            case 'Q' -> Named.F2;
            case 'R' -> Named.F3;
            case 'S' -> Named.F4;
            default -> null;
        };
    }

    private static @Nullable Named tilde(int number) {
        return switch (number) {
            case 1, 7 -> Named.HOME;
            case 2 -> Named.INSERT;
            case 3 -> Named.DELETE;
            case 4, 8 -> Named.END;
            case 5 -> Named.PAGE_UP;
            case 6 -> Named.PAGE_DOWN;
            case 11 -> Named.F1;
            case 12 -> Named.F2;
            case 13 -> Named.F3;
            case 14 -> Named.F4;
            case 15 -> Named.F5;
            case 17 -> Named.F6;
            case 18 -> Named.F7;
            case 19 -> Named.F8;
            case 20 -> Named.F9;
            case 21 -> Named.F10;
            case 23 -> Named.F11;
            case 24 -> Named.F12;
            default -> null;
        };
    }
}

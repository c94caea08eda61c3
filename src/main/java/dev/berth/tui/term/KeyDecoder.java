package dev.berth.tui.term;

import dev.berth.tui.term.Key.Named;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a terminal into events, one byte at a time. Pure: no thread, no clock. While {@link #isPending} the
 * caller waits for the next byte no longer than the escape time and then calls {@link #timeout}. Sequences that are no
 * keys, such as late answers to questions of an earlier program, are swallowed. Not thread-safe.
 */
final class KeyDecoder {
    private static final int ESC = 0x1b;
    private static final int BEL = 0x07;
    private static final int REPLACEMENT = 0xfffd;
    private static final int LONGEST_SEQUENCE = 64;
    private static final int LONGEST_STRING = 1 << 16;

    private enum State {
        GROUND,
        ESCAPE,
        CSI,
        SS3,
        STRING,
        STRING_ESCAPE,
        UTF8,
        MOUSE,
        PASTE
    }

    private final Consumer<TermEvent> sink;
    private final StringBuilder parameters = new StringBuilder();
    private final PasteBuffer paste = new PasteBuffer();
    private State state = State.GROUND;
    /** An ESC came before the sequence or character at hand. */
    private boolean alt;

    private char introducer;
    private int codePoint;
    private int left;

    KeyDecoder(Consumer<TermEvent> sink) {
        this.sink = sink;
    }

    /** A sequence has begun, which may also be a key of its own if nothing follows soon. */
    boolean isPending() {
        return state != State.GROUND && state != State.UTF8 && state != State.PASTE;
    }

    /** Nothing is unfinished. */
    boolean isIdle() {
        return state == State.GROUND;
    }

    boolean isPasting() {
        return state == State.PASTE;
    }

    /** Nothing more came in time: what is there is taken for what it is. */
    void timeout() {
        State was = state;
        boolean wasAlt = alt;
        int received = parameters.length() + left;
        reset();
        switch (was) {
            case ESCAPE -> escapes(wasAlt);
            case CSI -> ifEmpty(received, '[');
            case SS3 -> ifEmpty(received, 'O');
            case STRING -> ifEmpty(received, introducer);
            case PASTE -> sink.accept(paste.take());
            case GROUND, STRING_ESCAPE, UTF8, MOUSE -> {}
        }
    }

    /** Forgets a half sequence, for its bytes go elsewhere. */
    void reset() {
        state = State.GROUND;
        parameters.setLength(0);
        alt = false;
        left = 0;
    }

    private void escapes(boolean two) {
        emit(Named.ESC);
        if (two) {
            emit(Named.ESC);
        }
    }

    private void ifEmpty(int received, char typed) {
        if (received == 0) {
            sink.accept(Key.of(typed).withAlt());
        }
    }

    void feed(int b) {
        switch (state) {
            case GROUND -> ground(b);
            case ESCAPE -> escape(b);
            case CSI -> csi(b);
            case SS3 -> finish(KeySequences.ss3((char) b));
            case STRING -> string(b);
            case STRING_ESCAPE -> stringEscape(b);
            case UTF8 -> utf8(b);
            case MOUSE -> mouse();
            case PASTE -> paste(b);
        }
    }

    private void ground(int b) {
        switch (b) {
            case ESC -> state = State.ESCAPE;
            case '\r', '\n' -> emit(Named.ENTER);
            case '\t' -> emit(Named.TAB);
            // Either may be the backspace key, so ctrl-h is no key of its own.
            case 0x7f, 0x08 -> emit(Named.BACKSPACE);
            case 0 -> emit(' ', true);
            default -> character(b);
        }
    }

    private void character(int b) {
        if (b < ' ') {
            emit(b <= 26 ? 'a' + b - 1 : '@' + b, true);
        } else if (b < 0x80) {
            emit(b, false);
        } else if (b >= 0xc2 && b < 0xf5) {
            left = b >= 0xf0 ? 3 : b >= 0xe0 ? 2 : 1;
            codePoint = b & (0x3f >> left);
            state = State.UTF8;
        } else {
            emit(REPLACEMENT, false);
        }
    }

    private void utf8(int b) {
        if ((b & 0xc0) != 0x80) {
            emit(REPLACEMENT, false);
            feed(b);
            return;
        }
        codePoint = (codePoint << 6) | (b & 0x3f);
        if (--left == 0) {
            emit(isScalar(codePoint) ? codePoint : REPLACEMENT, false);
        }
    }

    private static boolean isScalar(int codePoint) {
        return Character.isValidCodePoint(codePoint) && (codePoint < 0xd800 || codePoint > 0xdfff);
    }

    private void escape(int b) {
        switch (b) {
            case '[' -> state = State.CSI;
            case 'O' -> state = State.SS3;
            case ']', 'P', '_', '^', 'X' -> {
                introducer = (char) b;
                state = State.STRING;
            }
            case ESC -> secondEscape();
            default -> {
                alt = true;
                state = State.GROUND;
                ground(b);
            }
        }
    }

    private void secondEscape() {
        if (alt) {
            sink.accept(Key.of(Named.ESC));
        }
        alt = true;
    }

    private void csi(int b) {
        if (b == ESC) {
            reset();
            state = State.ESCAPE;
        } else if (b < '@' || b > '~') {
            parameter(b);
        } else if (b == '[' && parameters.isEmpty()) {
            parameters.append('[');
        } else if (b == 'M' && parameters.isEmpty()) {
            left = 3;
            state = State.MOUSE;
        } else {
            finishCsi((char) b);
        }
    }

    private void parameter(int b) {
        if (parameters.length() == LONGEST_SEQUENCE) {
            reset();
        } else {
            parameters.append((char) b);
        }
    }

    private void finishCsi(char last) {
        if (last == '~' && KeySequences.number(parameters, 0) == 200) {
            reset();
            state = State.PASTE;
        } else if (parameters.isEmpty() || isDigit(parameters.charAt(0)) || parameters.charAt(0) == ';') {
            finish(KeySequences.csi(parameters, last));
        } else {
            finish(parameters.charAt(0) == '[' ? KeySequences.linux(last) : null);
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void finish(@Nullable Key key) {
        boolean wasAlt = alt;
        reset();
        if (key != null) {
            sink.accept(wasAlt ? key.withAlt() : key);
        }
    }

    /** The three bytes of an old mouse report, which a remote program may have left switched on. */
    private void mouse() {
        if (--left == 0) {
            reset();
        }
    }

    private void string(int b) {
        left++;
        if (b == ESC) {
            state = State.STRING_ESCAPE;
        } else if (b == BEL || left > LONGEST_STRING) {
            reset();
        }
    }

    private void stringEscape(int b) {
        reset();
        if (b != '\\') {
            state = State.ESCAPE;
            escape(b);
        }
    }

    private void paste(int b) {
        if (paste.add(b)) {
            reset();
            sink.accept(paste.take());
        }
    }

    private void emit(Named named) {
        finish(Key.of(named));
    }

    private void emit(int character, boolean ctrl) {
        finish(new Key(character, null, ctrl, false, false));
    }
}

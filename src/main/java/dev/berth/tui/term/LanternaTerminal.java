package dev.berth.tui.term;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TerminalPosition;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.TextColor;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.terminal.AbstractTerminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Lanterna's view of our terminal: collects what is written and sends it whole on {@link #flush}. It has no input, since
 * {@link Input} is the only reader.
 */
final class LanternaTerminal extends AbstractTerminal {
    static final String SHOW_CURSOR = "\033[?25h";
    static final String HIDE_CURSOR = "\033[?25l";

    private final Device device;
    private final OutputBuffer out = new OutputBuffer();

    LanternaTerminal(Device device) {
        this.device = device;
    }

    OutputBuffer buffer() {
        return out;
    }

    @Override
    public void flush() throws IOException {
        if (out.size() > 0) {
            try {
                device.write(out.array(), 0, out.size());
            } finally {
                out.cutTo(0);
            }
        }
    }

    @Override
    public TerminalSize getTerminalSize() {
        return device.size();
    }

    @Override
    public void enterPrivateMode() throws IOException {
        device.enterFullScreen();
    }

    @Override
    public void exitPrivateMode() throws IOException {
        flush();
        device.leaveFullScreen();
    }

    @Override
    public void clearScreen() {
        out.ascii("\033[2J");
    }

    @Override
    public void setCursorPosition(int x, int y) {
        out.moveTo(x, y);
    }

    @Override
    public void setCursorPosition(TerminalPosition position) {
        out.moveTo(position.getColumn(), position.getRow());
    }

    /** Asking would mean to wait for an answer that may never come. */
    @Override
    public TerminalPosition getCursorPosition() {
        throw new UnsupportedOperationException("the terminal is never asked for its cursor");
    }

    @Override
    public void setCursorVisible(boolean visible) {
        out.ascii(visible ? SHOW_CURSOR : HIDE_CURSOR);
    }

    @Override
    public void putCharacter(char c) {
        out.utf8(String.valueOf(c));
    }

    @Override
    public void putString(String string) {
        out.utf8(string);
    }

    @Override
    public void enableSGR(SGR sgr) {
        sgr(
                switch (sgr) {
                    case BOLD -> "1";
                    case ITALIC -> "3";
                    case UNDERLINE -> "4";
                    case BLINK -> "5";
                    case REVERSE -> "7";
                    case CROSSED_OUT -> "9";
                    case FRAKTUR -> "20";
                    case BORDERED -> "51";
                    case CIRCLED -> "52";
                });
    }

    @Override
    public void disableSGR(SGR sgr) {
        sgr(
                switch (sgr) {
                    case BOLD -> "22";
                    case ITALIC, FRAKTUR -> "23";
                    case UNDERLINE -> "24";
                    case BLINK -> "25";
                    case REVERSE -> "27";
                    case CROSSED_OUT -> "29";
                    case BORDERED, CIRCLED -> "54";
                });
    }

    @Override
    public void resetColorAndSGR() {
        sgr("0");
    }

    @Override
    public void setForegroundColor(TextColor color) {
        sgr(new String(color.getForegroundSGRSequence(), StandardCharsets.US_ASCII));
    }

    @Override
    public void setBackgroundColor(TextColor color) {
        sgr(new String(color.getBackgroundSGRSequence(), StandardCharsets.US_ASCII));
    }

    private void sgr(String parameters) {
        out.ascii("\033[");
        out.ascii(parameters);
        out.ascii("m");
    }

    @Override
    public byte[] enquireTerminal(int timeout, TimeUnit unit) {
        return new byte[0];
    }

    @Override
    public void bell() throws IOException {
        out.ascii("\007");
        flush();
    }

    @Override
    public KeyStroke pollInput() {
        throw new UnsupportedOperationException("keys come as events");
    }

    @Override
    public KeyStroke readInput() {
        throw new UnsupportedOperationException("keys come as events");
    }

    @Override
    public void close() throws IOException {
        device.close();
    }
}

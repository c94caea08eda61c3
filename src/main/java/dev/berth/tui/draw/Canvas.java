package dev.berth.tui.draw;

/**
 * A rectangle of cells to draw on, with its own origin. All drawing is clipped to it; text is cleaned of control
 * characters and measured by code point, so remote text can be passed as it came. Not thread-safe: the screen's thread
 * alone draws.
 */
public interface Canvas {
    int width();

    int height();

    /** Draws {@code text} from column {@code x} of row {@code y}; returns the column after it, beyond the width too. */
    int text(int x, int y, String text, Style style);

    /** Fills a rectangle with blanks of {@code style}. */
    void fill(int x, int y, int width, int height, Style style);

    /** Gives the cells of row {@code y} from {@code x} on another style and keeps their text. */
    void restyle(int x, int y, int width, Style style);

    /** The part of this canvas at that place; what lies outside is cut off. */
    Canvas region(int x, int y, int width, int height);

    /** Shows the terminal's cursor there in this frame. */
    void cursor(int x, int y);
}

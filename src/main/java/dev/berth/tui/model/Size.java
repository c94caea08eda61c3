package dev.berth.tui.model;

/** Columns and rows of the terminal. */
public record Size(int columns, int rows) {
    private static final int LEAST_COLUMNS = 40;
    private static final int LEAST_ROWS = 10;
    private static final int TALL = 16;

    /** There is no sense in drawing anything but a sentence that says so. */
    public boolean tooSmall() {
        return columns < LEAST_COLUMNS || rows < LEAST_ROWS;
    }

    /** So few rows that the frame around the list and the line of views are left out. */
    public boolean flat() {
        return rows < TALL;
    }
}

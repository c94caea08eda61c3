package dev.berth.tui.table;

/**
 * A column of a list.
 *
 * @param id its name in the sort menu's outcome
 * @param rank which columns go first where there is little room: 0 never goes
 * @param least the narrowest it is any use
 * @param most the widest it gets, however long its texts are
 */
public record Column(String id, String title, Align align, int rank, int least, int most) {
    public enum Align {
        LEFT,
        RIGHT,
        /** A bar of {@code least} less its text. */
        BAR
    }

    static Column left(String title, int rank, int least, int most) {
        return new Column(title, title, Align.LEFT, rank, least, most);
    }

    static Column right(String title, int rank, int least, int most) {
        return new Column(title, title, Align.RIGHT, rank, least, most);
    }

    static Column bar(String title, int rank, int least, int most) {
        return new Column(title, title, Align.BAR, rank, least, most);
    }
}

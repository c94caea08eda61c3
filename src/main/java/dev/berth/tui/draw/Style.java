package dev.berth.tui.draw;

/** The named styles of the screen. A view names what a text is; only the theme knows what that looks like. */
public enum Style {
    TEXT,
    DIM,
    TITLE,
    HEADER,
    KEY,
    HINT,
    SELECTED,
    SELECTED_DIM,
    MARKED,
    BORDER,
    BORDER_FOCUSED,
    DIALOG,
    DIALOG_TITLE,
    DANGER,
    FIELD,
    FIELD_FOCUSED,
    BUTTON,
    BUTTON_FOCUSED,
    OK,
    BUSY,
    WARN,
    ERROR,
    OFF,
    STALE,
    ACCENT,
    BAR_LOW,
    BAR_MIDDLE,
    BAR_HIGH,
    BAR_EMPTY
}

package dev.berth.tui.term;

/** What the terminal has to say. Events arrive on the terminal's own threads and are meant to be queued at once. */
public sealed interface TermEvent permits Key, Paste, Resized, Resumed, Closed {}

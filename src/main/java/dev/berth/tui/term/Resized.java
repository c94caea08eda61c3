package dev.berth.tui.term;

/** The terminal has another size. */
public record Resized(int columns, int rows) implements TermEvent {}

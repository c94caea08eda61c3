package dev.berth.tui.term;

/** The program was stopped and goes on; the screen is ours again but blank, so a frame is due. */
public record Resumed() implements TermEvent {}

package dev.berth.tui.term;

/** A text pasted as one; line ends are {@code \n}. Bounded: what is beyond a megabyte is lost. */
public record Paste(String text) implements TermEvent {}

package dev.berth.tui.term;

/** The terminal is gone or the program is asked to end: end of input, SIGHUP, SIGINT or SIGTERM. */
public record Closed() implements TermEvent {}

package dev.berth.tui.model;

/**
 * A sentence below the list that goes away by itself.
 *
 * @param until when it goes, in nanoseconds
 */
public record Flash(String text, Tone tone, long until) {
    public enum Tone {
        INFO,
        GOOD,
        WARN,
        BAD
    }
}

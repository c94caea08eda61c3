package dev.berth.api;

/** One figure of a GPU. Unknown is not zero: a card that doesn't report a figure, or fails to, says so. */
public sealed interface Reading {
    /** The figure, in the unit its field names. */
    record Value(double value) implements Reading {}

    /** The card or its driver doesn't have this figure ({@code [N/A]}, {@code [Not Supported]}). */
    record Unknown() implements Reading {}

    /** The figure exists but could not be read this time; the reason as the driver gave it. */
    record Failed(String reason) implements Reading {}

    static Reading unknown() {
        return new Unknown();
    }

    static Reading of(double value) {
        return new Value(value);
    }

    /** The value, or {@code fallback} where there is none. */
    default double or(double fallback) {
        return this instanceof Value reading ? reading.value() : fallback;
    }
}

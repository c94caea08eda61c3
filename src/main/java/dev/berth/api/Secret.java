package dev.berth.api;

import java.util.Objects;

/**
 * A token, password or passphrase. Its text leaves only through {@link #reveal}, so that it can't reach a log, a dump or
 * an exception by accident.
 */
public final class Secret {
    private final String text;

    public Secret(String text) {
        this.text = Objects.requireNonNull(text);
    }

    /** The text itself, for the one place that has to send it. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}

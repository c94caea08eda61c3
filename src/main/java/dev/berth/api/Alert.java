package dev.berth.api;

import java.time.Instant;

/**
 * What a person wanted to be told as soon as it happens.
 *
 * @param title a few words, such as {@code train.ipynb has finished}
 * @param text where, and what else is known
 */
public record Alert(Instant at, String host, String title, String text) {
    public String sentence() {
        return title + ": " + text;
    }
}

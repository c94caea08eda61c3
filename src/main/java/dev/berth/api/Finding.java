package dev.berth.api;

import org.jspecify.annotations.Nullable;

/**
 * What a look at one prerequisite of a host found.
 *
 * @param check what was looked at, in one or two words
 * @param evidence what was seen there
 * @param fix the command or the step that puts it right, to be copied; null where nothing has to be
 */
public record Finding(
        String host,
        String check,
        State state,
        String evidence,
        @Nullable String fix) {
    public enum State {
        OK,
        WARN,
        FAIL,
        UNKNOWN
    }
}

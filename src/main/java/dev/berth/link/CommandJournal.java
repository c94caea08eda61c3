package dev.berth.link;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Takes note of each command and API call for the command log. May be called from any thread; must not block. */
public interface CommandJournal {
    /**
     * @param text the line or the method and path; no secret in it
     * @param exit exit or HTTP status code; null where it did not end by itself
     * @param poll made by a watcher, not for a person's request
     */
    void ran(String text, @Nullable Integer exit, Duration took, boolean poll);

    CommandJournal NONE = (text, exit, took, poll) -> {};
}

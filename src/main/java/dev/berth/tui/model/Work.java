package dev.berth.tui.model;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is on its way.
 *
 * @param next the tag of the next request; an answer whose tag is no longer here is late and means nothing
 * @param pending in the order they were sent
 * @param jobs by the tag of their request; kept when done, for their dialog
 * @param log the log that is followed; null where none is
 * @param read what docker printed for the page shown; null where that is none of its pages
 */
public record Work(
        long next,
        Map<Long, Intent> pending,
        Map<Long, Job> jobs,
        @Nullable Followed log,
        @Nullable Read read) {
    public static final Work NONE = new Work(1, Map.of(), Map.of(), null, null);

    public Work sent(Intent intent) {
        Map<Long, Intent> all = new LinkedHashMap<>(pending);
        all.put(next, intent);
        return new Work(next + 1, all, jobs, log, read);
    }

    public Work answered(long tag) {
        Map<Long, Intent> rest = new LinkedHashMap<>(pending);
        rest.remove(tag);
        return new Work(next, rest, jobs, log, read);
    }

    public Work noneWaiting() {
        return new Work(next, Map.of(), jobs, log, read);
    }

    public Work with(long tag, Job job) {
        Map<Long, Job> all = new LinkedHashMap<>(jobs);
        all.put(tag, job);
        return new Work(next, pending, all, log, read);
    }

    public Work without(long tag) {
        Map<Long, Job> rest = new LinkedHashMap<>(jobs);
        rest.remove(tag);
        return new Work(next, pending, rest, log, read);
    }

    /** Begins to follow a log, with the next tag. */
    public Work following(Page.Log page, @Nullable Instant session) {
        return new Work(next + 1, pending, jobs, Followed.begun(next, page, session), read);
    }

    public Work with(@Nullable Followed other) {
        return new Work(next, pending, jobs, other, read);
    }

    public Work reading(@Nullable Read other) {
        return new Work(next, pending, jobs, log, other);
    }

    public @Nullable Job job(long tag) {
        return jobs.get(tag);
    }

    /** The newest thing that goes on and is worth a word; null where none does. */
    public @Nullable Intent newest() {
        Intent newest = null;
        for (Intent intent : pending.values()) {
            newest = intent.doing().isEmpty() ? newest : intent;
        }
        return newest;
    }
}

package dev.berth.tui.model;

import dev.berth.api.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log that is followed while its page is shown.
 *
 * @param tag of what tells it
 * @param session when the state of its host began in which it was asked for; null where that was not known
 * @param lines oldest first
 * @param dropped there were more lines before these
 * @param over no more will come
 * @param problem why it broke off; null where it ended by itself
 */
public record Followed(
        long tag,
        Page.Log page,
        @Nullable Instant session,
        List<String> lines,
        boolean dropped,
        boolean over,
        @Nullable Problem problem) {
    /** Lines that are kept. */
    public static final int MOST_LINES = 2_000;

    public Followed {
        lines = List.copyOf(lines);
    }

    public static Followed begun(long tag, Page.Log page, @Nullable Instant session) {
        return new Followed(tag, page, session, List.of(), false, false, null);
    }

    public Followed with(List<String> more) {
        int gone = Math.clamp((long) lines.size() + more.size() - MOST_LINES, 0, lines.size());
        List<String> all = new ArrayList<>(lines.subList(gone, lines.size()));
        all.addAll(more);
        return new Followed(tag, page, session, all, dropped || gone > 0, over, problem);
    }

    public Followed ended(@Nullable Problem reason) {
        return new Followed(tag, page, session, lines, dropped, true, reason);
    }
}

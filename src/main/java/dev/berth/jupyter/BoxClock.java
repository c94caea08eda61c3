package dev.berth.jupyter;

import dev.berth.http.HttpReply;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The box's clock as a reply tells it: the times in the reply are told by it, and ours may differ. */
final class BoxClock {
    private final Instant now;

    private BoxClock(Instant now) {
        this.now = now;
    }

    static BoxClock of(HttpReply reply) {
        String date = reply.headers().get("date");
        try {
            return new BoxClock(
                    date == null
                            ? Instant.now()
                            : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException odd) {
            return new BoxClock(Instant.now());
        }
    }

    /** Seconds since then; null for what is no time. */
    @Nullable
    Double since(String instant) {
        try {
            return Math.max(0, Duration.between(Instant.parse(instant), now).toMillis() / 1000.0);
        } catch (DateTimeException notTold) {
            return null;
        }
    }
}

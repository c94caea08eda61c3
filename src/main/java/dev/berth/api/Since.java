package dev.berth.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A point in time as {@code docker logs --since} takes it: a span before now such as {@code 42m} or {@code 1h30m}, seconds
 * since 1970, or a date, with or without time and zone. Without a zone it is this machine's.
 */
public final class Since {
    private static final Pattern SPAN = Pattern.compile("(?:\\d{1,9}(?:\\.\\d{1,9})?(?:ms|[smhd]))+");
    private static final Pattern PART = Pattern.compile("([\\d.]+)(ms|[smhd])");
    private static final Pattern EPOCH = Pattern.compile("(\\d{1,11})(?:\\.(\\d{1,9}))?");
    private static final Map<String, Integer> MILLIS =
            Map.of("ms", 1, "s", 1_000, "m", 60_000, "h", 3_600_000, "d", 86_400_000);

    private Since() {}

    /** Null for null: the option was not given. */
    public static @Nullable Instant of(String option, @Nullable String text, Instant now, ZoneId zone)
            throws ProblemException {
        if (text == null) {
            return null;
        }
        Matcher epoch = EPOCH.matcher(text);
        if (epoch.matches()) {
            String fraction = epoch.group(2) == null ? "" : epoch.group(2);
            return Instant.ofEpochSecond(
                    Long.parseLong(epoch.group(1)), Long.parseLong((fraction + "000000000").substring(0, 9)));
        }
        try {
            return SPAN.matcher(text).matches() ? now.minus(span(text)) : date(text, zone);
        } catch (DateTimeException noDate) {
            throw Problem.of(
                            Problem.Code.USAGE,
                            option + " takes a span such as 42m, a time such as 2026-03-02T12:00:00, or seconds since"
                                    + " 1970, not " + text + ".")
                    .asException(noDate);
        }
    }

    private static Duration span(String text) {
        Duration span = Duration.ZERO;
        for (Matcher part = PART.matcher(text); part.find(); ) {
            double millis = Double.parseDouble(part.group(1)) * MILLIS.getOrDefault(part.group(2), 0);
            span = span.plusMillis((long) millis);
        }
        return span;
    }

    private static Instant date(String text, ZoneId zone) {
        if (text.indexOf('T') < 0) {
            return LocalDate.parse(text).atStartOfDay(zone).toInstant();
        }
        boolean zoned = text.matches(".*(Z|[+-]\\d\\d:\\d\\d)");
        return zoned
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).atZone(zone).toInstant();
    }
}

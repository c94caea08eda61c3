package dev.berth.tui.table;

import dev.berth.api.GpuWish;
import dev.berth.api.HostSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures as people read them. */
public final class Words {
    /** Stands for what is not known. */
    public static final String NONE = "–";

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Words() {}

    /** What is told of a host's GPUs; null where nobody waits for them. */
    static @Nullable String wish(HostSnapshot host) {
        GpuWish wish = host.watches().gpus();
        return wish == null ? null : "when it has " + wish.words() + " free; w ends that";
    }

    /** Three figures and a unit: 0 B, 1.5 KiB, 31.2 GiB, 512 MiB. */
    public static String bytes(double count) {
        double amount = Math.max(0, count);
        int unit = 0;
        while (amount >= 999.5 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return (unit == 0 || amount >= 99.95 ? Long.toString(Math.round(amount)) : tenths(amount)) + " " + UNITS[unit];
    }

    public static String bytes(long count) {
        return bytes((double) count);
    }

    /** Bytes a second. */
    static String rate(long bytes) {
        return bytes(bytes) + "/s";
    }

    /** Used and whole, both in GiB: {@code 31.2/80G}. */
    public static String pair(double used, double total) {
        double gib = 1 << 30;
        String of = total / gib >= 10 ? Long.toString(Math.round(total / gib)) : tenths(total / gib);
        return tenths(used / gib) + "/" + of + "G";
    }

    /** One figure after the point; String.format would load a good deal for it. */
    static String tenths(double amount) {
        long tenths = Math.round(amount * 10);
        return tenths / 10 + "." + tenths % 10;
    }

    /** A length of time to be compared with others: 0.3 s, 12 s, 3 min 5 s. */
    public static String duration(double seconds) {
        long whole = Math.round(seconds);
        return seconds < 9.95
                ? tenths(seconds) + " s"
                : whole < 60 ? whole + " s" : whole / 60 + " min " + whole % 60 + " s";
    }

    /** A length of time in its largest unit: 5s, 12m, 3h, 2d. */
    public static String span(long seconds) {
        if (seconds < 60) {
            return Math.max(0, seconds) + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m";
        }
        return seconds < 2 * 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }

    public static String since(@Nullable Instant then, Instant now) {
        return then == null ? NONE : span(Duration.between(then, now).toSeconds());
    }

    public static long secondsSince(Instant then, Instant now) {
        return Math.max(0, Duration.between(then, now).toSeconds());
    }

    /** Seconds as milliseconds, where that reads better. */
    public static String latency(@Nullable Double seconds) {
        if (seconds == null) {
            return NONE;
        }
        return seconds >= 1 ? tenths(seconds) + " s" : Math.max(1, Math.round(seconds * 1000)) + " ms";
    }

    /** With blanks up to that many columns, where it is shorter. */
    public static String padded(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - dev.berth.tui.draw.TextWidth.width(text)));
    }

    /** {@code 1 tunnel}, {@code 2 tunnels}. */
    public static String count(int number, String thing) {
        return number + " " + (number == 1 ? thing : thing + "s");
    }

    static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    public static String orNone(@Nullable Object value) {
        return value == null || value.toString().isEmpty() ? NONE : value.toString();
    }

    /** The time of day on this machine, to the second. */
    public static String clock(Instant at, java.time.ZoneId zone) {
        java.time.LocalTime time = at.atZone(zone).toLocalTime();
        return two(time.getHour()) + ":" + two(time.getMinute()) + ":" + two(time.getSecond());
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    /** A constant as a word: {@code LINK_DOWN} is "link down". */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

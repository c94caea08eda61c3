package dev.berth.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Words for a terminal: remote text is cleaned, figures get their units. */
final class Text {
    private Text() {}

    /** Remote text must not steer the terminal it is printed on. */
    static String clean(String remote) {
        StringBuilder clean = new StringBuilder(remote.length());
        remote.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) && c != '\t' ? '\uFFFD' : c));
        return clean.toString();
    }

    static String bytes(long bytes) {
        return bytes((double) bytes);
    }

    static String bytes(double bytes) {
        double left = bytes;
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        while (left >= 1024 && unit < units.length - 1) {
            left /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, left < 10 && unit > 0 ? "%.1f %s" : "%.0f %s", left, units[unit]);
    }

    /** Such as 3 h for three and a half hours. */
    static String age(@Nullable Instant since) {
        if (since == null) {
            return "–";
        }
        long seconds = Math.max(0, Duration.between(since, Instant.now()).toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        } else if (seconds < 3600) {
            return seconds / 60 + " min";
        } else if (seconds < 86_400) {
            return seconds / 3600 + " h";
        }
        return seconds / 86_400 + " d";
    }

    static String orDash(@Nullable Object value) {
        return value == null || value.toString().isEmpty() ? "–" : value.toString();
    }
}

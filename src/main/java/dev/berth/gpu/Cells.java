package dev.berth.gpu;

import dev.berth.api.Reading;
import dev.berth.api.RemoteText;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** nvidia-smi's cells as readings. */
final class Cells {
    static final double MIB = 1024 * 1024;

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,9})?");
    /** The ways in which drivers since 2016 say that there is no such figure. */
    private static final Set<String> ABSENT = Set.of(
            "n/a",
            "not supported",
            "not found",
            "function not found",
            "requested functionality has been deprecated",
            "");

    private Cells() {}

    /** Whatever is no number is never 0: a card without a sensor and one that fails to read it both say so. */
    static Reading reading(String cell, double unit) {
        String text = cell.strip();
        if (NUMBER.matcher(text).matches()) {
            return Reading.of(Double.parseDouble(text) * unit);
        }
        String words = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        return ABSENT.contains(words.toLowerCase(Locale.ROOT))
                ? Reading.unknown()
                : new Reading.Failed(RemoteText.oneLine(words, 80));
    }
}

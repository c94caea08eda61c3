package dev.berth.jupyter;

import dev.berth.api.Secret;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text that came from a box, made fit for a sentence, a row or a log view. */
final class RemoteLine {
    private static final int LONGEST = 300;
    /** Jupyter writes its whole address, token included, to its log; and older ones each request's. */
    private static final Pattern TOKEN = Pattern.compile(
            "(token['\"]?\\s*(?:=|%3D|:)\\s*['\"]?)[A-Za-z0-9._~-]{4,}|(token\\s+)[0-9a-f]{16,}",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern ESCAPE = Pattern.compile("\\e\\[[0-9;?]*[ -/]*[@-~]|\\e\\][^\\a\\e]*(?:\\a|\\e\\\\)?");

    private RemoteLine() {}

    /** One line, bounded, without control characters, without tokens. */
    static String clean(String text) {
        String line = masked(ESCAPE.matcher(text).replaceAll(""), null)
                .replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ")
                .strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }

    /** A log as it may be shown: its lines kept, tokens and control characters not. */
    static String log(String text, @Nullable Secret known) {
        return masked(ESCAPE.matcher(text).replaceAll(""), known).replaceAll("[\\p{Cntrl}\\p{Cf}&&[^\\n\\t]]", "");
    }

    private static String masked(String text, @Nullable Secret known) {
        String masked = TOKEN.matcher(text).replaceAll("$1$2***");
        return known == null || known.reveal().isEmpty() ? masked : masked.replace(known.reveal(), "***");
    }
}

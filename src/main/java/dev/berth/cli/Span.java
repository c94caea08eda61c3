package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as people type them: {@code 90s}, {@code 30m}, {@code 2h}, {@code 1d}. */
final class Span {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})([smhd])");
    private static final Map<String, Integer> SECONDS = Map.of("s", 1, "m", 60, "h", 3_600, "d", 86_400);

    private Span() {}

    static double seconds(String option, String text) throws ProblemException {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw Problem.of(Problem.Code.USAGE, option + " takes a span of time such as 30m or 2h, not " + text + ".")
                    .asException();
        }
        return Integer.parseInt(form.group(1)) * (double) SECONDS.getOrDefault(form.group(2), 1);
    }
}

package dev.berth.tui.table;

import dev.berth.tui.draw.Glyphs;
import java.util.List;

/** A row of columns, the highest of which is the most there was. */
final class Sparkline {
    private static final int FULL = 8;

    private Sparkline() {}

    /** Steps are summed up to fit the width; what was little is not drawn as nothing. */
    static String of(Glyphs glyphs, List<Long> steps, int width) {
        if (steps.isEmpty()) {
            return "";
        }
        int each = Math.max(1, (steps.size() + width - 1) / width);
        long[] sums = new long[(steps.size() + each - 1) / each];
        long most = 1;
        for (int i = 0; i < steps.size(); i++) {
            sums[i / each] += steps.get(i);
            most = Math.max(most, sums[i / each]);
        }
        StringBuilder line = new StringBuilder();
        for (long sum : sums) {
            line.append(glyphs.level(sum == 0 ? 0 : (int) Math.max(1, Math.round((double) sum * FULL / most))));
        }
        return line.toString();
    }
}

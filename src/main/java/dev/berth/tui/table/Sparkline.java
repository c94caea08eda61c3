package dev.berth.tui.table;

import dev.berth.api.GpuHistory;
import dev.berth.tui.draw.Glyphs;
import java.time.Instant;
import java.util.List;

/** A row of columns. */
final class Sparkline {
    private static final int FULL = 8;
    private static final long APART_MILLIS = 30_000;

    private Sparkline() {}

    /** The highest is the most there was. Steps are summed up to fit the width; what was little is not drawn as nothing. */
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

    /**
     * A card's last minutes; blank where nothing was seen, a column is the mean of its part of the time. A reading
     * stands until the next one, for as long as readings are apart while nobody looks.
     */
    static String of(List<GpuHistory.Sample> samples, Instant now, int width, Glyphs glyphs) {
        double[] sums = new double[width];
        int[] counts = new int[width];
        long all = GpuHistory.KEPT.toMillis();
        for (GpuHistory.Sample sample : samples) {
            long age = now.toEpochMilli() - sample.at();
            int column = width - 1 - (int) (Math.max(0, age) * width / all);
            if (column >= 0 && sample.busy() >= 0) {
                sums[column] += sample.busy();
                counts[column]++;
            }
        }
        StringBuilder line = new StringBuilder();
        int stands = 0;
        double busy = 0;
        for (int i = 0; i < width; i++) {
            if (counts[i] > 0) {
                busy = sums[i] / counts[i];
                stands = (int) (APART_MILLIS * width / all) + 1;
            }
            // an idle card was seen, too: it is no blank
            line.append(stands-- > 0 ? glyphs.level((int) Math.max(1, Math.round(busy * FULL / 100))) : " ");
        }
        return line.toString();
    }
}

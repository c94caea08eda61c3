package dev.berth.tui.table;

import dev.berth.tui.draw.Glyphs;
import dev.berth.tui.model.GpuHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A row of columns. */
final class Sparkline {
    private static final int FULL = 8;

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

    /** A card's last minutes; blank where nothing was seen, a column is the mean of its part of the time. */
    static String of(List<GpuHistory.Sample> samples, Instant now, int width, Glyphs glyphs) {
        double[] sums = new double[width];
        int[] counts = new int[width];
        long all = GpuHistory.KEPT.toMillis();
        for (GpuHistory.Sample sample : samples) {
            long age = Duration.between(sample.at(), now).toMillis();
            int column = width - 1 - (int) (Math.max(0, age) * width / all);
            if (column >= 0 && sample.busy() >= 0) {
                sums[column] += sample.busy();
                counts[column]++;
            }
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < width; i++) {
            // an idle card was seen, too: it is no blank
            line.append(
                    counts[i] == 0
                            ? " "
                            : glyphs.level((int) Math.max(1, Math.round(sums[i] / counts[i] * FULL / 100))));
        }
        return line.toString();
    }
}

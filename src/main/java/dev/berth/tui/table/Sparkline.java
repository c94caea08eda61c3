package dev.berth.tui.table;

import dev.berth.tui.draw.Glyphs;
import dev.berth.tui.model.GpuHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A history as one line, the newest at its right end. */
final class Sparkline {
    private Sparkline() {}

    /** Blank where nothing was seen; a column is the mean of its part of the time. */
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
                    counts[i] == 0 ? " " : glyphs.level((int) Math.max(1, Math.round(sums[i] / counts[i] * 8 / 100))));
        }
        return line.toString();
    }
}

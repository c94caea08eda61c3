package dev.berth.api;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * GPUs somebody wants.
 *
 * @param count so many, free at the same time on one host
 * @param memory bytes unused on each
 */
public record GpuWish(int count, double memory) {
    private static final double GIB = 1L << 30;

    /** The GPUs of one host that would do; none where there are too few. */
    public List<Gpu> fitting(List<Gpu> gpus) {
        List<Gpu> fitting = gpus.stream()
                .filter(gpu -> Boolean.TRUE.equals(gpu.free()))
                .filter(gpu -> gpu.unused() >= memory)
                .toList();
        return fitting.size() < count ? List.of() : fitting;
    }

    /** As in {@code 2 GPUs with 40 GiB unused each}. */
    public String words() {
        String which = count == 1 ? "a GPU" : count + " GPUs";
        return memory > 0 ? which + " with " + gib(memory) + " GiB unused" + (count == 1 ? "" : " each") : which;
    }

    private static String gib(double bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / GIB).replaceFirst("[.]0$", "");
    }

    /** Bytes of {@code 40G}, {@code 512M} or {@code 1024}; binary units, as nvidia-smi counts. Null for what is no size. */
    public static @Nullable Double bytes(String text) {
        String word = text.strip().toUpperCase(Locale.ROOT).replaceFirst("I?B$", "");
        int unit = word.isEmpty() ? -1 : "KMGT".indexOf(word.charAt(word.length() - 1));
        String number = unit < 0 ? word : word.substring(0, word.length() - 1).strip();
        return number.matches("[0-9]{1,18}([.][0-9]{1,6})?")
                ? (Double) (Double.parseDouble(number) * Math.pow(1024, unit + 1.0))
                : null;
    }
}

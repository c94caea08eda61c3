package dev.berth.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** NVML's mask of what holds a card's clocks down, as words. */
final class SlowedBy {
    private static final Pattern MASK = Pattern.compile("0x[0-9a-fA-F]{1,16}");
    /** That it has nothing to do, and clocks that somebody chose, are no complaints. */
    private static final long IDLE = 0x1;

    private static final long CHOSEN = 0x2 | 0x10 | 0x100;

    private record Reason(long bit, String words) {}

    private static final List<Reason> REASONS = List.of(
            new Reason(0x4, "power limit"),
            new Reason(0x8, "hardware"),
            new Reason(0x20, "heat"),
            new Reason(0x40, "heat, in hardware"),
            new Reason(0x80, "power brake"));

    private SlowedBy() {}

    /** Null for what is no mask. */
    static @Nullable List<String> parse(String cell) {
        if (!MASK.matcher(cell).matches()) {
            return null;
        }
        long left = Long.parseUnsignedLong(cell.substring(2), 16) & ~(IDLE | CHOSEN);
        List<String> words = new ArrayList<>();
        for (Reason reason : REASONS) {
            if ((left & reason.bit()) != 0) {
                words.add(reason.words());
                left &= ~reason.bit();
            }
        }
        if (left != 0) {
            words.add("reason 0x" + Long.toHexString(left));
        }
        return words;
    }
}

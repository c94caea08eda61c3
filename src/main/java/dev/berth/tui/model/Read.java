package dev.berth.tui.model;

import dev.berth.api.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the host told for the page that is shown.
 *
 * @param lines of the newest reading
 * @param waiting the next reading is on its way
 * @param problem why there is no newer one
 */
public record Read(
        Page.Output page,
        List<String> lines,
        boolean waiting,
        @Nullable Problem problem) {
    public Read {
        lines = List.copyOf(lines);
    }
}

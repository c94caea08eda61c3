package dev.berth.tui.model;

import dev.berth.api.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the host told for the page that is shown.
 *
 * @param lines of the newest reading
 * @param copies what there is to copy of it, by what it is called
 * @param waiting the next reading is on its way
 * @param problem why there is no newer one
 */
public record Read(
        Page.Output page,
        List<String> lines,
        Map<String, String> copies,
        boolean waiting,
        @Nullable Problem problem) {
    public Read {
        lines = List.copyOf(lines);
        copies = Collections.unmodifiableMap(new LinkedHashMap<>(copies));
    }
}

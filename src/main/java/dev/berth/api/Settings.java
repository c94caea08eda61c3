package dev.berth.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user's config.yaml asks of a front end.
 *
 * @param theme auto, dark, light or mono
 * @param ascii draw with ASCII characters only
 * @param browser the command that opens an address; null leaves it to BROWSER and the desktop
 * @param idleKernel seconds after which an idle kernel that holds GPU memory is marked
 * @param problems what is wrong in config.yaml: file, line and field
 */
public record Settings(
        String theme, boolean ascii, @Nullable String browser, double idleKernel, List<Problem> problems) {
    public static final double HOUR = 3600;

    public static final Settings DEFAULT = new Settings("auto", false, null, HOUR, List.of());

    public Settings {
        problems = List.copyOf(problems);
    }
}

package dev.berth.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user's config.yaml asks of a front end.
 *
 * @param theme auto, dark, light or mono
 * @param ascii draw with ASCII characters only
 * @param browser the command that opens an address; null leaves it to BROWSER and the desktop
 * @param problems what is wrong in config.yaml: file, line and field
 */
public record Settings(
        String theme, boolean ascii, @Nullable String browser, List<Problem> problems) {
    public static final Settings DEFAULT = new Settings("auto", false, null, List.of());

    public Settings {
        problems = List.copyOf(problems);
    }
}

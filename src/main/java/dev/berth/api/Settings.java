package dev.berth.api;

import java.util.List;

/**
 * What the user's config.yaml asks of a front end.
 *
 * @param theme auto, dark, light or mono
 * @param ascii draw with ASCII characters only
 * @param problems what is wrong in config.yaml: file, line and field
 */
public record Settings(String theme, boolean ascii, List<Problem> problems) {
    public static final Settings DEFAULT = new Settings("auto", false, List.of());

    public Settings {
        problems = List.copyOf(problems);
    }
}

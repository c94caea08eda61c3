package dev.berth.config;

import dev.berth.api.FreeGpu;
import dev.berth.api.Problem;
import dev.berth.api.Settings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The user's config.yaml.
 *
 * @param autoconnect hosts connected when the agent starts
 * @param theme one of {@link #THEMES}
 * @param ascii draw with ASCII characters only
 * @param browser the command that opens an address; null leaves it to BROWSER and the desktop
 * @param idleKernel seconds after which an idle kernel that holds GPU memory is marked
 * @param freeGpu what counts as a free GPU
 * @param groups what hosts are listed under, by host
 * @param links what is to carry the sessions
 * @param profiles lines of docker run by name, in their order
 * @param problems what could not be read; such a field has its default
 */
public record Config(
        List<String> autoconnect,
        String theme,
        boolean ascii,
        @Nullable String browser,
        double idleKernel,
        FreeGpu freeGpu,
        Map<String, String> groups,
        LinkChoices links,
        Map<String, String> profiles,
        List<Problem> problems) {
    static final List<String> THEMES = List.of("auto", "dark", "light", "mono");

    public static final Config DEFAULT = new Config(
            List.of(),
            "auto",
            false,
            null,
            Settings.HOUR,
            FreeGpu.DEFAULT,
            Map.of(),
            LinkChoices.DEFAULT,
            Map.of(),
            List.of());

    public Config {
        autoconnect = List.copyOf(autoconnect);
        groups = Map.copyOf(groups);
        profiles = Collections.unmodifiableMap(new LinkedHashMap<>(profiles));
        problems = List.copyOf(problems);
    }

    /** What a front end needs of it. */
    public Settings settings() {
        return new Settings(theme, ascii, browser, idleKernel, problems);
    }
}

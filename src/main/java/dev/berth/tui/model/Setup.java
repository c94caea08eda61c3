package dev.berth.tui.model;

import dev.berth.tui.draw.Glyphs;
import org.jspecify.annotations.Nullable;

/**
 * What the program was started with.
 *
 * @param build the version of the program
 * @param startHost connected and entered at once; null where none was named
 * @param readonly nothing that changes a box is done
 * @param noOpen no browser is opened, addresses are shown
 * @param sshConfig the ssh configuration whose hosts are shown, as told to a person
 * @param world as {@code sshConfig} where it is not the user's own, for the header
 */
public record Setup(
        String build,
        @Nullable String startHost,
        boolean readonly,
        boolean noOpen,
        String sshConfig,
        @Nullable String world,
        Glyphs glyphs) {

    public Setup withGlyphs(Glyphs other) {
        return new Setup(build, startHost, readonly, noOpen, sshConfig, world, other);
    }
}

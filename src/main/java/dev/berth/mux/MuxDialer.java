package dev.berth.mux;

import dev.berth.link.Link;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Gives links over OpenSSH's masters: the one way into this room. */
public final class MuxDialer {
    private MuxDialer() {}

    /**
     * A link over the user's own master, which is left as it is at the link's end.
     *
     * @param control its ControlPath
     * @return null where no master answers there, because none is left or because it hangs
     */
    public static @Nullable Link live(String host, Path control) {
        try {
            Pulse pulse = Pulse.of(control);
            return new MuxLink(control, host, pulse, new Doors(), () -> {});
        } catch (IOException none) {
            return null;
        }
    }
}

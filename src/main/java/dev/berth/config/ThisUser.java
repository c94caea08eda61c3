package dev.berth.config;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/** Who runs this process. The JDK has no direct question for it. */
public final class ThisUser {
    /** Linux: owned by the effective user of the process that looks. */
    private static final Path SELF = Path.of("/proc/self");

    private ThisUser() {}

    public static long uid() {
        try {
            if (Files.exists(SELF) && Files.getAttribute(SELF, "unix:uid") instanceof Integer uid) {
                return Integer.toUnsignedLong(uid);
            }
        } catch (IOException | UnsupportedOperationException notLinux) {
            // the native library below takes longer to load, and answers on every Unix
        }
        return new UnixSystem().getUid();
    }

    /** To be compared with the owner of a file or the peer of a socket. */
    public static UserPrincipal principal() throws IOException {
        return Files.exists(SELF)
                ? Files.getOwner(SELF)
                : SELF.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(new UnixSystem().getUsername());
    }
}

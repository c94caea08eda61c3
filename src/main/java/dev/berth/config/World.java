package dev.berth.config;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The ssh configuration an agent serves. Two worlds share nothing: each has its own socket, state and log.
 *
 * @param sshConfig the file of {@code -F}, its real path; null for the user's own configuration
 * @param name a file name that is the same for the same configuration
 */
public record World(@Nullable Path sshConfig, String name) {
    /** As {@code ssh -F none}: no configuration file at all. */
    private static final String NONE = "none";

    private static final int NAME_DIGITS = 12;
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    public static final World DEFAULT = new World(null, "default");

    /** @param file as it was given to {@code -F}; null where it was not */
    public static World of(@Nullable String file) throws ProblemException {
        if (file == null) {
            return DEFAULT;
        }
        if (file.equals(NONE)) {
            return new World(Path.of(NONE), NONE);
        }
        try {
            Path real = Path.of(file).toRealPath();
            return new World(real, "f-" + hash(real.toString()));
        } catch (IOException missing) {
            throw Problem.of(Code.USAGE, "There is no ssh configuration " + file + ".", "Check the path after -F.")
                    .asException(missing);
        }
    }

    /**
     * FNV-1a: the digests of the JDK would read its security settings first, which takes each start 25 ms. Cut to 48 bits,
     * since the path of a socket has to fit in 104 bytes.
     */
    private static String hash(String path) {
        long hash = FNV_BASIS;
        for (byte one : path.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (one & 0xff)) * FNV_PRIME;
        }
        return HexFormat.of().toHexDigits(hash, NAME_DIGITS);
    }
}

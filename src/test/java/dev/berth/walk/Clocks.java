package dev.berth.walk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Debian's libfaketime, which shows a process another wall clock than the machine's. */
final class Clocks {
    private Clocks() {}

    /** Skips the test where it is not there. */
    static Path library() throws IOException {
        Path found = null;
        try (Stream<Path> triples = Files.list(Path.of("/usr/lib"))) {
            found = triples.map(triple -> triple.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst()
                    .orElse(null);
        } catch (IOException none) {
            // another system
        }
        Assumptions.assumeTrue(found != null, "no libfaketime here: apt-get install libfaketime");
        return java.util.Objects.requireNonNull(found);
    }
}

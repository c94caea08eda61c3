package dev.berth.config;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is to carry the session to a host. */
public enum LinkChoice {
    /** A master of the user's that lives; else Berth's own SSH; OpenSSH where only that can do what is configured. */
    AUTO,
    /** Berth's own SSH, always. */
    SSHJ,
    /** OpenSSH, always: a master of the user's that lives, or one that Berth starts. */
    MUX;

    static final List<String> WORDS = Stream.of(values()).map(LinkChoice::word).toList();

    /** As it stands in config.yaml. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable LinkChoice of(String word) {
        return Stream.of(values())
                .filter(choice -> choice.word().equals(word))
                .findFirst()
                .orElse(null);
    }
}

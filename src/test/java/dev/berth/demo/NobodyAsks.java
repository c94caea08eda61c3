package dev.berth.demo;

import dev.berth.api.Question;
import dev.berth.api.Secret;
import dev.berth.ssh.Questioner;
import org.jspecify.annotations.Nullable;

/** The demo never asks a visitor anything. */
final class NobodyAsks implements Questioner {
    @Override
    public Question.Answer hostKey(String server, String keyType, String fingerprint, String file) {
        throw new AssertionError("asked for the key of " + server);
    }

    @Override
    public Secret credential(String server, String prompt, boolean echo, @Nullable String problem) {
        throw new AssertionError("asked for a secret for " + server);
    }
}

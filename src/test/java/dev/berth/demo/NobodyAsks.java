package dev.berth.demo;

import dev.berth.api.Question;
import dev.berth.api.Secret;
import dev.berth.ssh.Questioner;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The demo never asks a visitor anything. */
final class NobodyAsks implements Questioner {
    @Override
    public Question.Answer hostKey(Question.ServerKey key, @Nullable String file, List<String> otherNames) {
        throw new AssertionError("asked for the key of " + key.server());
    }

    @Override
    public Secret credential(String server, String prompt, boolean echo, @Nullable String problem) {
        throw new AssertionError("asked for a secret for " + server);
    }

    @Override
    public Question.Answer changedHostKey(Question.ServerKey key, Question.KnownKey known, String name, String remedy) {
        throw new AssertionError("another key of " + key.server());
    }

    @Override
    public void banner(String server, String text) {
        throw new AssertionError(server + " said: " + text);
    }

    @Override
    public void page(String server, String text, CompletableFuture<?> decided) {
        throw new AssertionError(server + " waits: " + text);
    }

    @Override
    public void tell(String sentence) {
        throw new AssertionError("told: " + sentence);
    }
}

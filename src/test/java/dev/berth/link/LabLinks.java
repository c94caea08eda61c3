package dev.berth.link;

import dev.berth.api.Question;
import dev.berth.api.Secret;
import dev.berth.lab.Lab;
import dev.berth.ssh.Questioner;
import dev.berth.ssh.SshConfiguration;
import dev.berth.ssh.SshjDialer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Real links to the lab's boxes. */
public final class LabLinks {
    private static final Questioner NOBODY = new Questioner() {
        @Override
        public Question.Answer hostKey(Question.ServerKey key, @Nullable String file, List<String> otherNames) {
            throw new AssertionError("asked for a host key of " + key.server());
        }

        @Override
        public Secret credential(String server, String prompt, boolean echo, @Nullable String problem) {
            throw new AssertionError("asked for " + prompt);
        }

        @Override
        public Question.Answer changedHostKey(
                Question.ServerKey key, Question.KnownKey known, String name, String remedy) {
            throw new AssertionError("another key of " + key.server());
        }

        @Override
        public void banner(String server, String text) {}

        @Override
        public void page(String server, String text, CompletableFuture<?> decided) {
            throw new AssertionError(server + " waits: " + text);
        }

        @Override
        public void tell(String sentence) {
            throw new AssertionError("told: " + sentence);
        }
    };

    private LabLinks() {}

    public static Link dial(String box) throws Exception {
        SshConfiguration configuration = new SshConfiguration(Lab.sshConfig());
        return SshjDialer.dial(
                configuration.resolve(box, System.getenv()), System.getenv(), NOBODY, CommandJournal.NONE);
    }
}

package dev.berth.mux;

import dev.berth.api.Question;
import dev.berth.api.Secret;
import dev.berth.lab.Lab;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import dev.berth.link.LinkContract;
import dev.berth.link.ShellSettings;
import dev.berth.ssh.Destination;
import dev.berth.ssh.SshConfiguration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;

/** The contract over a master of Berth's own. */
class OwnMasterIT extends LinkContract {
    private static final Person NOBODY = new Person() {
        @Override
        public Question.Answer hostKey(Question.ServerKey key, @Nullable String file, List<String> otherNames) {
            throw new AssertionError("asked for a host key of " + key.server());
        }

        @Override
        public Question.Answer changedHostKey(
                Question.ServerKey key, Question.KnownKey known, String name, String remedy) {
            throw new AssertionError("asked for a changed host key of " + key.server());
        }

        @Override
        public Secret credential(String server, String prompt, boolean echo, @Nullable String problem) {
            throw new AssertionError("asked for " + prompt);
        }

        @Override
        public void page(String server, String text, CompletableFuture<?> decided) {
            throw new AssertionError(server + " waits: " + text);
        }

        @Override
        public void banner(String server, String text) {}

        @Override
        public void tell(String text) {}
    };

    @BeforeAll
    static void needsTheLab() {
        Lab.assumeUp();
    }

    /** OpenSSH's master ends both directions of a connection that it passes on. */
    @Override
    protected boolean takesAfterItsEnd() {
        return false;
    }

    @Override
    protected Link open() throws Exception {
        SshConfiguration configuration = new SshConfiguration(Lab.sshConfig());
        Destination box = configuration.resolve("gpu1", System.getenv());
        SshConfiguration.Invocation ssh = configuration.invocation("gpu1", System.getenv());
        Target target = new Target(
                "gpu1",
                ssh.client(),
                ssh.arguments(),
                box.server(),
                List.of(box.keyServer(false)),
                false,
                box.connectTimeout(),
                UserMaster.PACE,
                ShellSettings.NONE,
                System.getenv());
        return MuxDialer.dial(target, NOBODY, CommandJournal.NONE);
    }
}

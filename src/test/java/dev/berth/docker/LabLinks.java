package dev.berth.docker;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.Secret;
import dev.berth.lab.Lab;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import dev.berth.ssh.Destination;
import dev.berth.ssh.Questioner;
import dev.berth.ssh.SshConfiguration;
import dev.berth.ssh.SshjDialer;
import org.jspecify.annotations.Nullable;

/** Links to the lab's boxes, for tests of the rooms above links. */
public final class LabLinks {
    private LabLinks() {}

    public static Link open(String alias) throws Exception {
        Destination box = new SshConfiguration(Lab.sshConfig()).resolve(alias, System.getenv());
        return SshjDialer.dial(box, System.getenv(), new NoPerson(), CommandJournal.NONE);
    }

    private static final class NoPerson implements Questioner {
        @Override
        public Question.Answer hostKey(String server, String keyType, String fingerprint, String file)
                throws ProblemException {
            throw Problem.of(Code.ANSWER_NEEDED, "The host key of " + server + " is not known.")
                    .asException();
        }

        @Override
        public @Nullable Secret credential(String server, String prompt, boolean echo, @Nullable String problem)
                throws ProblemException {
            throw Problem.of(Code.ANSWER_NEEDED, server + " asks: " + prompt).asException();
        }
    }
}

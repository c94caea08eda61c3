package dev.berth.fleet;

import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.Secret;
import dev.berth.ssh.Questioner;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The passphrases of key files that people gave, in memory for the agent's life. Safe for use by several threads. */
final class Passphrases {
    private final Map<String, Secret> known = new ConcurrentHashMap<>();

    /** Asks a person only for what is not known, or what is no longer right. */
    Questioner before(Questioner person) {
        return new Remembering(person);
    }

    private final class Remembering implements Questioner {
        private final Questioner person;

        Remembering(Questioner person) {
            this.person = person;
        }

        @Override
        public @Nullable Secret passphrase(String file, @Nullable String problem)
                throws ProblemException, InterruptedException {
            Secret old = problem == null ? known.get(file) : null;
            if (old != null) {
                return old;
            }
            known.remove(file);
            Secret given = person.passphrase(file, problem);
            if (given != null) {
                known.put(file, given);
            }
            return given;
        }

        @Override
        public Question.Answer hostKey(String server, String keyType, String fingerprint, String file)
                throws ProblemException, InterruptedException {
            return person.hostKey(server, keyType, fingerprint, file);
        }

        @Override
        public @Nullable Secret credential(String server, String prompt, boolean echo, @Nullable String problem)
                throws ProblemException, InterruptedException {
            return person.credential(server, prompt, echo, problem);
        }

        @Override
        public void banner(String server, String text) {
            person.banner(server, text);
        }
    }
}

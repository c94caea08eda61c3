package dev.berth.fleet;

import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.Secret;
import dev.berth.ssh.Questioner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The passphrases of key files that people gave, in memory for the agent's life. Hosts that share a key and are dialled
 * together ask once: the others wait for that answer. Safe for use by several threads.
 */
final class Passphrases {
    private final Map<String, Secret> known = new ConcurrentHashMap<>();
    private final Map<String, ReentrantLock> asking = new ConcurrentHashMap<>();

    /** For one dial. Asks a person only for what is not known, or what is no longer right. */
    Questioner before(Questioner person) {
        return new Remembering(person);
    }

    private final class Remembering implements Questioner {
        private final Questioner person;
        private final Map<String, Secret> given = new HashMap<>();

        Remembering(Questioner person) {
            this.person = person;
        }

        @Override
        public @Nullable Secret passphrase(String file, @Nullable String problem)
                throws ProblemException, InterruptedException {
            ReentrantLock turn = asking.computeIfAbsent(file, name -> new ReentrantLock());
            turn.lockInterruptibly();
            try {
                Secret before = known.get(file);
                Secret answer = before == null || Objects.equals(before, given.get(file)) ? ask(file, problem) : before;
                if (answer != null) {
                    given.put(file, answer);
                }
                return answer;
            } finally {
                turn.unlock();
            }
        }

        private @Nullable Secret ask(String file, @Nullable String problem)
                throws ProblemException, InterruptedException {
            known.remove(file);
            Secret answer = person.passphrase(file, problem);
            if (answer != null) {
                known.put(file, answer);
            }
            return answer;
        }

        @Override
        public Question.Answer hostKey(Question.ServerKey key, @Nullable String file, List<String> otherNames)
                throws ProblemException, InterruptedException {
            return person.hostKey(key, file, otherNames);
        }

        @Override
        public Question.Answer changedHostKey(
                Question.ServerKey key, Question.KnownKey known, String name, String remedy)
                throws ProblemException, InterruptedException {
            return person.changedHostKey(key, known, name, remedy);
        }

        @Override
        public void tell(String sentence) {
            person.tell(sentence);
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

        @Override
        public void page(String server, String text, CompletableFuture<?> decided)
                throws ProblemException, InterruptedException {
            person.page(server, text, decided);
        }
    }
}

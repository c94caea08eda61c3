package dev.berth.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.berth.api.Question;
import dev.berth.api.Secret;
import dev.berth.ssh.Questioner;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PassphrasesTest {
    private static final String WRONG = "That passphrase does not open the key.";

    private final Deque<String> answers = new ConcurrentLinkedDeque<>();
    private final Passphrases passphrases = new Passphrases();

    /** One dial. */
    private Questioner dial() {
        return passphrases.before(new Questioner() {
            @Override
            public Question.Answer hostKey(Question.ServerKey key, @Nullable String file, List<String> otherNames) {
                return new Question.Answer.Refuse();
            }

            @Override
            public Question.Answer changedHostKey(
                    Question.ServerKey key, Question.KnownKey known, String name, String remedy) {
                return new Question.Answer.Refuse();
            }

            @Override
            public void banner(String server, String text) {}

            @Override
            public void page(String server, String text, CompletableFuture<?> decided) {}

            @Override
            public void tell(String sentence) {}

            @Override
            public @Nullable Secret credential(String server, String prompt, boolean echo, @Nullable String problem) {
                String answer = answers.poll();
                return answer == null ? null : new Secret(answer);
            }
        });
    }

    @Test
    void remembersTheOneThatOpenedTheKey() throws Exception {
        answers.addAll(List.of("wrong", "right"));
        Questioner first = dial();

        assertEquals(new Secret("wrong"), first.passphrase("/id", null));
        assertEquals(new Secret("right"), first.passphrase("/id", WRONG));

        assertEquals(new Secret("right"), dial().passphrase("/id", null));
        assertNull(dial().passphrase("/other", null));
    }

    @Test
    void asksAgainOnceTheKeyHasAnother() throws Exception {
        answers.addAll(List.of("old", "new"));
        dial().passphrase("/id", null);
        Questioner later = dial();

        assertEquals(new Secret("old"), later.passphrase("/id", null));
        assertEquals(new Secret("new"), later.passphrase("/id", WRONG));
    }

    @Test
    void asksOnceForHostsThatShareAKey() throws Exception {
        answers.add("right");
        List<FutureTask<Secret>> dials = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            dials.add(new FutureTask<>(() -> dial().passphrase("/id", null)));
        }
        dials.forEach(Thread::startVirtualThread);

        for (FutureTask<Secret> dial : dials) {
            assertEquals(new Secret("right"), dial.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void neverRemembersAPassword() throws Exception {
        answers.add("password");
        dial().credential("me@box:22", "Password", false, null);

        assertNull(dial().credential("me@box:22", "Password", false, null));
    }
}

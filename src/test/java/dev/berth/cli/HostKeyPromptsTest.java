package dev.berth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Question;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostKeyPromptsTest {
    private static final Question.ServerKey KEY =
            new Question.ServerKey("10.0.0.1:22", "gate", "ssh-ed25519", "SHA256:abc");
    private static final Question.ChangedHostKey CHANGED = new Question.ChangedHostKey(
            1,
            "far",
            KEY,
            new Question.KnownKey("ssh-rsa", "SHA256:old", "/known", 3),
            "gate",
            "ssh-keygen -R '10.0.0.1' -f '/known'");

    private final List<String> prompts = new ArrayList<>();

    private HostKeyPrompts typing(@Nullable String... lines) {
        Iterator<@Nullable String> next = Arrays.asList(lines).iterator();
        return new HostKeyPrompts(prompt -> {
            prompts.add(prompt);
            return next.next();
        });
    }

    private static Question.HostKey unknown(@Nullable String file) {
        return new Question.HostKey(1, "far", KEY, file, List.of("/known:7: old-gate"));
    }

    @ParameterizedTest
    @CsvSource({
        "yes, AcceptAndAdd",
        "' YES ', AcceptAndAdd",
        "SHA256:abc, AcceptAndAdd",
        "once, AcceptOnce",
        "no, Refuse",
        "'', Refuse",
        ", Refuse"
    })
    void takesTheWordsOfSsh(@Nullable String typed, String answer) throws IOException {
        assertEquals(answer, typing(typed).unknown(unknown("/known")).getClass().getSimpleName());
        assertEquals(1, prompts.size());
    }

    @Test
    void asksAgainForWhatItDoesNotKnow() throws IOException {
        assertEquals(
                new Question.Answer.Refuse(), typing("y", "SHA256:abd", "no").unknown(unknown("/known")));
        assertEquals("Please type yes, once, no or the fingerprint: ", prompts.get(2));
    }

    @Test
    void addsNothingWhereNoFileIsSet() throws IOException {
        assertEquals(new Question.Answer.AcceptOnce(), typing("yes").unknown(unknown(null)));
    }

    @Test
    void tellsWhoseKeyItIsAndWhereElseItIsKnown() throws IOException {
        typing("no").unknown(unknown("/known"));

        for (String part : List.of(
                "gate (the jump host on the way to far)",
                "10.0.0.1:22",
                "SHA256:abc",
                "/known:7: old-gate",
                "/known,")) {
            assertTrue(prompts.getFirst().contains(part), () -> part + " in " + prompts.getFirst());
        }
    }

    @ParameterizedTest
    @CsvSource({"gate, Replace", "' gate', Replace", "far, Refuse", "yes, Refuse", "'', Refuse", ", Refuse"})
    void replacesOnlyWhereTheNameIsTyped(@Nullable String typed, String answer) throws IOException {
        assertEquals(answer, typing(typed).changed(CHANGED).getClass().getSimpleName());
        for (String part : List.of("SHA256:old", "SHA256:abc", "/known line 3", CHANGED.remedy())) {
            assertTrue(prompts.getFirst().contains(part), () -> part + " in " + prompts.getFirst());
        }
    }
}

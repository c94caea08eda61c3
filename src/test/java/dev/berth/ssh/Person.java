package dev.berth.ssh;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.Secret;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Answers as it was told to, notes what it was asked and told, and says that nobody is there once it runs out of answers. */
class Person implements Questioner {
    final List<String> asked = new ArrayList<>();
    final List<String> told = new CopyOnWriteArrayList<>();
    final List<String> others = new ArrayList<>();
    final List<Question.ServerKey> keys = new ArrayList<>();
    private final Deque<Question.Answer> answers = new ArrayDeque<>();

    Person(Question.Answer... answers) {
        this.answers.addAll(List.of(answers));
    }

    static Question.Answer says(String text) {
        return new Question.Answer.Give(new Secret(text));
    }

    @Override
    public Question.Answer hostKey(Question.ServerKey key, @Nullable String file, List<String> otherNames)
            throws ProblemException {
        asked.add(key.server() + " " + key.type() + " " + key.fingerprint() + " " + file);
        keys.add(key);
        others.addAll(otherNames);
        return next();
    }

    @Override
    public Question.Answer changedHostKey(Question.ServerKey key, Question.KnownKey known, String name, String remedy)
            throws ProblemException {
        asked.add("changed " + key.server() + " " + known.fingerprint() + " " + key.fingerprint() + " " + name);
        keys.add(key);
        return next();
    }

    @Override
    public void tell(String sentence) {
        told.add(sentence);
    }

    @Override
    public @Nullable Secret credential(String server, String prompt, boolean echo, @Nullable String problem)
            throws ProblemException {
        asked.add(server + " | " + prompt + (problem == null ? "" : " | " + problem));
        return next() instanceof Question.Answer.Give given ? given.secret() : null;
    }

    @Override
    public void banner(String server, String text) {
        told.add(text);
    }

    @Override
    public void page(String server, String text, CompletableFuture<?> decided) throws ProblemException {
        asked.add(server + " waits: " + text);
        next();
    }

    private Question.Answer next() throws ProblemException {
        if (answers.isEmpty()) {
            throw Problem.of(Code.ANSWER_NEEDED, "Nobody is there.").asException();
        }
        return answers.removeFirst();
    }
}

package dev.berth.ssh;

import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.Secret;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks a person, and waits for the answer. Called on the thread that asked for the dial. */
public interface Questioner {
    /**
     * A server shows a key that no known_hosts file has.
     *
     * @param file the known_hosts file that "add" writes to; null where there is none
     * @param otherNames where else the same key is known
     * @throws ProblemException where nobody can answer
     */
    Question.Answer hostKey(Question.ServerKey key, @Nullable String file, List<String> otherNames)
            throws ProblemException, InterruptedException;

    /**
     * A server shows another key than the one that is known.
     *
     * @param name what a person has to type to have it replaced
     * @param remedy the command that takes the known key out
     * @throws ProblemException where nobody can answer
     */
    Question.Answer changedHostKey(Question.ServerKey key, Question.KnownKey known, String name, String remedy)
            throws ProblemException, InterruptedException;

    /**
     * A passphrase, password or code.
     *
     * @param server {@code user@name:port}, or the key file it is for
     * @param problem why the answer before it was no good; null for the first one
     * @return null where the dialog was left
     * @throws ProblemException where nobody can answer
     */
    @Nullable
    Secret credential(String server, String prompt, boolean echo, @Nullable String problem)
            throws ProblemException, InterruptedException;

    /**
     * The passphrase of a key file. Unlike a password it may be remembered, since it stays on this machine.
     *
     * @param problem why the answer before it was no good; null for the first one
     * @return null where the dialog was left
     * @throws ProblemException where nobody can answer
     */
    default @Nullable Secret passphrase(String file, @Nullable String problem)
            throws ProblemException, InterruptedException {
        return credential(file, "Passphrase for " + file, false, problem);
    }

    /** Tells what a server says before or during the login; there is nothing to answer. Called on any thread. */
    void banner(String server, String text);

    /**
     * A server keeps its answer to the login back until a person has done what it says, such as opened a page. Returns
     * once the server has decided.
     *
     * @param text the server's own words
     * @param decided ends with the server's decision
     * @throws ProblemException where nobody is there, or the person gave it up
     */
    void page(String server, String text, CompletableFuture<?> decided) throws ProblemException, InterruptedException;

    /** Tells what needs no answer, such as a warning. Called on any thread; returns at once. */
    void tell(String sentence);
}

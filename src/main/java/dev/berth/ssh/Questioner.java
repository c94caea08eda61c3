package dev.berth.ssh;

import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.Secret;
import org.jspecify.annotations.Nullable;

/** Asks a person, and waits for the answer. Called on the thread that dials. */
public interface Questioner {
    /**
     * A host shows a key that no known_hosts file has.
     *
     * @param server {@code name:port}
     * @param file the known_hosts file that "add" writes to
     * @throws ProblemException where nobody can answer
     */
    Question.Answer hostKey(String server, String keyType, String fingerprint, String file)
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
    default void banner(String server, String text) {}
}

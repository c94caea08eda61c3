package dev.berth.ssh;

import dev.berth.api.ProblemException;
import dev.berth.api.Secret;
import dev.berth.hostkey.KeyPerson;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks a person, and waits for the answer. Called on the thread that asked for the dial. */
public interface Questioner extends KeyPerson {
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
}

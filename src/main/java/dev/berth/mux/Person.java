package dev.berth.mux;

import dev.berth.api.ProblemException;
import dev.berth.api.Secret;
import dev.berth.hostkey.KeyPerson;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Who is asked while a master logs in. Called on the thread that dials, but for {@link #page}. */
public interface Person extends KeyPerson {
    /**
     * A passphrase, password, PIN or code.
     *
     * @return null where the dialog was left
     * @throws ProblemException where nobody can answer
     */
    @Nullable
    Secret credential(String server, String prompt, boolean echo, @Nullable String problem)
            throws ProblemException, InterruptedException;

    /**
     * A server keeps its answer to the login back until a person has done what it says, such as opened a page. Returns
     * once the server has decided. Called on a thread of its own.
     *
     * @param text the server's own words
     * @param decided ends with the server's decision
     * @throws ProblemException where nobody is there, or the person gave it up
     */
    void page(String server, String text, CompletableFuture<?> decided) throws ProblemException, InterruptedException;

    /** What a server says before or during the login; there is nothing to answer. Must not block. */
    void banner(String server, String text);
}

package dev.berth.mux;

import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is asked while a master logs in. Called on the thread that dials, but for {@link #tell}. */
public interface Person {
    /**
     * A host shows a key that no known_hosts file has.
     *
     * @param file the known_hosts file that "add" writes to; null where there is none
     * @param otherNames where else the same key is known
     * @throws ProblemException where nobody can answer
     */
    Question.Answer hostKey(Question.ServerKey key, @Nullable String file, List<String> otherNames)
            throws ProblemException, InterruptedException;

    /**
     * A passphrase, password, PIN or code.
     *
     * @return null where the dialog was left
     * @throws ProblemException where nobody can answer
     */
    @Nullable
    Secret credential(String server, String prompt, boolean echo, @Nullable String problem)
            throws ProblemException, InterruptedException;

    /** Something to be read and not to be answered, such as a banner. From any thread; must not block. */
    void tell(String text);
}

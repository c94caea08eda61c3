package dev.berth.hostkey;

import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is asked about host keys. */
public interface KeyPerson {
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

    /** Tells what needs no answer, such as a warning. Called on any thread; returns at once. */
    void tell(String sentence);
}

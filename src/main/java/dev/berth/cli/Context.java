package dev.berth.cli;

import dev.berth.api.AgentConnection;
import dev.berth.api.Json;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Wiring;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the verbs of one run share: the front, the global options, and the arguments behind {@code --}. */
record Context(Front front, GlobalOptions options, List<String> behindDashes) {
    /** What HOST may be, in the help of each verb. */
    static final String HOSTS = "An alias, user@host[:port], or a line 'ssh -p PORT -i KEY user@host' in quotes.";

    /** Connects so that questions come here, where there is somebody to ask. */
    AgentConnection.Connector connector() {
        boolean person = !options.noInput && Terminal.there();
        return front.wiring().agents().connector(person ? Wiring.Role.VERB : Wiring.Role.UNATTENDED_VERB);
    }

    /** A problem as scripts see it. */
    private record ScriptError(
            String code, String message, @Nullable String next) {
        static ScriptError of(Problem problem) {
            return new ScriptError(problem.code().word(), problem.message(), problem.next());
        }
    }

    /** Prints a document for scripts. */
    void json(Object document) {
        front.out().println(Json.writeForScripts(document));
        front.out().flush();
    }

    void refuseReadonly(String what) throws ProblemException {
        if (options.readonly) {
            throw Problem.of(Problem.Code.READ_ONLY, "--readonly refuses to " + what + ".")
                    .asException();
        }
    }

    /** Tells a problem and gives its exit code. */
    int tell(Problem problem) {
        if (options.json || options.watch) {
            front.err().println(Json.writeForScripts(Map.of("error", ScriptError.of(problem))));
        } else {
            front.err().println("berth: " + Text.clean(problem.message()));
            if (problem.next() != null) {
                front.err().println("       " + Text.clean(problem.next()));
            }
        }
        front.err().flush();
        return problem.code().exit();
    }

    /** The parts of {@code HOST[/CONTAINER]} and what follows it; a pasted line of ssh is one host, slashes and all. */
    static List<String> place(List<String> words) {
        List<String> place = new ArrayList<>();
        for (String word : words) {
            int slash = place.isEmpty() && !word.startsWith("ssh ") ? word.indexOf('/') : -1;
            if (slash > 0) {
                place.add(word.substring(0, slash));
                place.add(word.substring(slash + 1));
            } else {
                place.add(word);
            }
        }
        return place;
    }
}

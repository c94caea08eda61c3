package dev.berth.jupyter;

import dev.berth.api.ProblemException;
import dev.berth.link.Output;
import dev.berth.link.RemoteCommand;
import dev.berth.route.Route;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a server runs: in a container, or on the host itself. */
interface Place {
    /**
     * Whose rights a script has in a container; on the host always one's own.
     *
     * @param user by number; null: the user a server would be started as
     */
    record Rights(@Nullable String user) {
        static final Rights OWN = new Rights(null);
        static final Rights ROOT = new Rights("0");

        static Rights of(long uid) {
            return new Rights(Long.toString(uid));
        }
    }

    String host();

    /** The container's name; null on the host itself. */
    @Nullable
    String container();

    @Nullable
    String containerId();

    /** {@code train on gpu1}, or {@code gpu1}. */
    default String label() {
        return label(host(), container());
    }

    /** Where, for a sentence: {@code in train on gpu1}, or {@code on gpu1}. */
    default String inside() {
        return (container() == null ? "on " : "in ") + label();
    }

    static String label(String host, @Nullable String container) {
        return container == null ? host : container + " on " + host;
    }

    /** The most of its output that is kept is 1 MiB. */
    Output run(Script script, Rights rights, Duration deadline) throws ProblemException;

    /** Starts a script; whoever called closes it. */
    RemoteCommand open(Script script, Rights rights) throws ProblemException;

    /** Starts a command that outlives the link. Nothing is told of its end. */
    void detach(List<String> argv) throws ProblemException;

    /** @param listeners where the server listens, as far as that is known */
    Route route(int port, List<Listener> listeners) throws ProblemException;

    /** To a Unix socket there. */
    Route route(String socket) throws ProblemException;

    /** Another user's than the one that a server would be started as here. */
    boolean foreign(ServerFacts facts);

    /** Throws where the container is not running any more, or its host is lost. */
    void check() throws ProblemException;
}

package dev.berth.mux;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.hostkey.Decision;
import dev.berth.hostkey.KnownHost;
import dev.berth.hostkey.KnownHosts;
import dev.berth.hostkey.Server;
import dev.berth.hostkey.ShownKey;
import dev.berth.hostkey.StrictHostKeyChecking;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Has it decided about the host keys that ssh does not take by itself: of the host and of its jump hosts. ssh is started
 * anew after some decisions, and shown the same key is told so without asking again.
 */
final class KeyDesk {
    /** ssh has told the key's type before it asks, by another way. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Target target;
    private final Person person;
    private final Map<Server, String> accepted = new HashMap<>();
    /** The key of the host itself that was accepted for once; null while there is none. */
    private @Nullable String once;

    KeyDesk(Target target, Person person) {
        this.target = target;
        this.person = person;
    }

    /** The host's own key is good for once, so it may be written to no file of the user's. */
    boolean once() {
        return once != null;
    }

    /** ssh is to ask about the host's key, whatever the configuration says: which one may be added was decided. */
    boolean asks() {
        return accepted.containsKey(target.server());
    }

    /**
     * ssh asks about a key that it does not know.
     *
     * @param jump an ssh asks that was started for a jump host
     * @return whether it is to go on; otherwise it is to be started anew
     */
    boolean asked(HostKeyPrompt prompt, boolean jump, Progress progress) throws ProblemException, InterruptedException {
        Progress.Shown shown = progress.key(prompt.fingerprint(), SOON);
        ShownKey key = shown == null ? new ShownKey(prompt.keyType(), prompt.fingerprint()) : shown.key();
        Server server = jump ? hop(prompt.server(), shown) : target.server();
        if (key.fingerprint().equals(accepted.get(server))
                || !jump && key.fingerprint().equals(once)) {
            return true;
        }
        Decision decision = new Decision(server, person);
        KnownHosts known = server.known();
        decision.tellSkipped(known);
        if (decision.ask(key, known) == Decision.Taken.ADDED) {
            accepted.put(server, key.fingerprint());
            return true;
        }
        if (jump) {
            throw Problem.of(
                            Code.NOT_SUPPORTED,
                            "ssh can't accept the key of the jump host " + server.alias() + " for once.",
                            "Accept and add it, or connect to the jump host first.")
                    .asException();
        }
        once = key.fingerprint();
        return false;
    }

    /** A server that only a ProxyCommand of the user's knows is called as ssh calls it. */
    private Server hop(String name, Progress.@Nullable Shown shown) {
        List<Server> hops = target.hops();
        Server hop = shown == null ? null : KeyWord.at(shown.address(), hops);
        Server named = hop == null ? KeyWord.server(name, hops) : hop;
        return named == null
                ? new Server(
                        name,
                        name,
                        true,
                        List.of(name),
                        StrictHostKeyChecking.ASK,
                        false,
                        target.server().files(),
                        List.of(),
                        false)
                : named;
    }

    /**
     * ssh has ended.
     *
     * @return whether it is to be started anew; false where no key was the reason
     * @throws ProblemException where it was a key, and it may not be taken
     */
    boolean ended(String said, Progress progress) throws ProblemException, InterruptedException {
        KeyWord word = KeyWord.of(said, progress.shown(), target.servers());
        if (word == null) {
            return false;
        }
        Server server = word.server();
        Decision decision = new Decision(server, person);
        KnownHosts known = server.known();
        switch (word.kind()) {
            case CHANGED -> {
                KnownHost line = known.other(server.name(), word.key().type());
                if (line == null) {
                    return false;
                }
                decision.tellSkipped(known);
                decision.changed(word.key(), line, known);
                accepted.put(server, word.key().fingerprint());
                return true;
            }
            case REVOKED -> {
                KnownHost line = known.revoked(server.names(), word.key());
                if (line != null) {
                    throw decision.revoked(word.key(), line);
                }
            }
            case UNKNOWN -> decision.unknown(word.key(), known);
        }
        return false;
    }

    /**
     * ssh has logged in: tells which keys it let pass, and added.
     *
     * @throws ProblemException where a jump host showed another key than the one that was decided for
     */
    void up(String said, Progress progress) throws ProblemException, InterruptedException {
        KeyWord passed = KeyWord.of(said, progress.shown(), target.servers());
        if (passed != null && passed.kind() == KeyWord.Kind.CHANGED) {
            KnownHosts known = passed.server().known();
            KnownHost line = known.other(passed.server().name(), passed.key().type());
            if (line != null) {
                new Decision(passed.server(), person).changed(passed.key(), line, known);
            }
        }
        for (KeyWord added : KeyWord.added(said, progress.shown(), target.servers())) {
            String expected = accepted.get(added.server());
            if (expected == null && once == null) {
                new Decision(added.server(), person).tellAdded(added.key());
            } else if (expected != null && !expected.equals(added.key().fingerprint())) {
                throw another(added.server()).asException();
            }
        }
        said.lines()
                .filter(line -> line.startsWith("Failed to add the host"))
                .forEach(line -> person.tell(target.host() + ": " + line));
    }

    static Problem another(Server server) {
        return Problem.of(Code.HOST_KEY_REFUSED, server.alias() + " shows another host key each time.");
    }
}

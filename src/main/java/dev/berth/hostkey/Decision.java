package dev.berth.hostkey;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides about a host key that the files do not vouch for: by the configuration, or by a person. */
public final class Decision {
    /** Files with many names for one key: a dialog has room for some. */
    private static final int OTHER_NAMES = 4;

    /** What becomes of a key that is taken. */
    public enum Taken {
        /** It is to be added to the user's file. */
        ADDED,
        /** It is good for this connection only. */
        ONCE,
        /**
         * It is not the one that is known, and StrictHostKeyChecking lets it pass: nothing that whoever shows it could pass
         * on may be sent.
         */
        DISTRUSTED
    }

    private final Server server;
    private final KeyPerson person;

    public Decision(Server server, KeyPerson person) {
        this.server = server;
        this.person = person;
    }

    /** Tells which lines count for nothing. */
    public void tellSkipped(KnownHosts known) {
        List<String> skipped = known.skipped();
        if (!skipped.isEmpty()) {
            String more = skipped.size() > 1 ? " and " + (skipped.size() - 1) + " more" : "";
            person.tell("Skipped while looking for the host key of " + server.alias() + ", since it can't be read: "
                    + skipped.getFirst() + more + ".");
        }
    }

    /** A key that no file has. As the configuration wants it, or a person. */
    public Taken unknown(ShownKey key, KnownHosts known) throws ProblemException, InterruptedException {
        return switch (server.strict()) {
            case YES -> throw HostKeyProblems.strict(server, key).asException();
            case ACCEPT_NEW, NO -> Taken.ADDED;
            case ASK -> ask(key, known);
        };
    }

    /** A key that no file has, put to a person whatever StrictHostKeyChecking says. */
    public Taken ask(ShownKey key, KnownHosts known) throws ProblemException, InterruptedException {
        if (server.batchMode()) {
            throw HostKeyProblems.unasked(server, key).asException();
        }
        Path file = server.file();
        Question.Answer answer =
                person.hostKey(shown(key), file == null ? null : file.toString(), otherNames(key, known));
        if (answer instanceof Question.Answer.AcceptAndAdd) {
            return Taken.ADDED;
        } else if (answer instanceof Question.Answer.AcceptOnce) {
            return Taken.ONCE;
        }
        throw HostKeyProblems.refused(server, key).asException();
    }

    private static List<String> otherNames(ShownKey key, KnownHosts known) {
        Set<String> names = new LinkedHashSet<>();
        for (KnownHost line : known.others(key)) {
            names.add(line.file() + ":" + line.line() + ": " + (line.hashed() ? "[hashed name]" : line.patterns()));
        }
        return names.stream().limit(OTHER_NAMES).toList();
    }

    /**
     * Another key than the one of that line. Where a person wants it, the known one is taken out of the user's files.
     *
     * @throws ProblemException where the key may not be taken
     */
    public Taken changed(ShownKey key, KnownHost line, KnownHosts known) throws ProblemException, InterruptedException {
        List<KnownHost> old = known.keys(server.name());
        Problem problem = HostKeyProblems.changed(server, key, line, notOurs(old));
        if (server.strict() == StrictHostKeyChecking.NO) {
            person.tell(problem.message() + " StrictHostKeyChecking is no, so it goes on, without passwords.");
            return Taken.DISTRUSTED;
        }
        if (server.strict() == StrictHostKeyChecking.YES || server.batchMode() || notOurs(old) != null) {
            throw problem.asException();
        }
        Question.Answer answer;
        try {
            answer = person.changedHostKey(
                    shown(key), known(line), server.alias(), HostKeyProblems.remedy(server, line));
        } catch (ProblemException nobody) {
            throw (nobody.problem().code() == Code.ANSWER_NEEDED ? problem.asException(nobody) : nobody);
        }
        if (!(answer instanceof Question.Answer.Replace)) {
            throw problem.asException();
        }
        takeOut(old);
        return Taken.ADDED;
    }

    /** The line that stands in a file which an administrator keeps for all users: not for us to change. */
    private @Nullable KnownHost notOurs(List<KnownHost> old) {
        return old.stream()
                .filter(line -> !server.files().contains(line.file()))
                .findFirst()
                .orElse(null);
    }

    private void takeOut(List<KnownHost> old) throws ProblemException {
        Set<Path> files = new LinkedHashSet<>();
        old.forEach(line -> files.add(line.file()));
        for (Path file : files) {
            try {
                KnownHostsFile.remove(file, server.name());
            } catch (IOException failed) {
                throw HostKeyProblems.unwritable(server, file, failed).asException(failed);
            }
        }
    }

    public ProblemException revoked(ShownKey key, KnownHost line) {
        return HostKeyProblems.revoked(server, key, line).asException();
    }

    /**
     * Adds a key to the user's file. As ssh does, goes on where that can't be written.
     *
     * @param blob the key as SSH writes it
     * @return whether it stands in a file now
     */
    public boolean add(ShownKey key, byte[] blob) {
        Path file = server.file();
        if (file == null) {
            return false;
        }
        try {
            KnownHostsFile.add(file, server.name(), key.type(), blob, server.hash());
            return true;
        } catch (IOException failed) {
            person.tell(HostKeyProblems.unwritable(server, file, failed).message());
            return false;
        }
    }

    /** Tells, as ssh does it, that a key was added because the configuration wants it. */
    public void tellAdded(ShownKey key) {
        person.tell(HostKeyProblems.added(server, key));
    }

    private Question.ServerKey shown(ShownKey key) {
        return new Question.ServerKey(
                server.address(), server.jump() ? server.alias() : null, key.type(), key.fingerprint());
    }

    private static Question.KnownKey known(KnownHost line) {
        return new Question.KnownKey(
                line.type(), line.fingerprint(), line.file().toString(), line.line());
    }
}

package dev.berth.ssh;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.RemoteText;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides about a host key that the files do not vouch for: by the configuration, or by a person. */
final class HostKeyDecision {
    /** Files with many names for one key: a dialog has room for some. */
    private static final int OTHER_NAMES = 4;

    /**
     * @param key as SSH writes it: what the next connection may take
     * @param distrusted it is not the one that is known, and StrictHostKeyChecking lets it pass: nothing that whoever
     *     shows it could pass on may be sent
     */
    record Taken(byte[] key, boolean distrusted) {}

    private final Destination destination;
    private final @Nullable String jump;
    private final Questioner questioner;

    /** @param jump whether the destination is a jump host on the way to another one */
    HostKeyDecision(Destination destination, boolean jump, Questioner questioner) {
        this.destination = destination;
        this.jump = jump ? destination.alias() : null;
        this.questioner = questioner;
    }

    /** @throws ProblemException where the key may not be taken */
    Taken on(HostKeyCheck.Seen seen) throws ProblemException, InterruptedException {
        tellOddities(seen);
        PublicKey key = HostKeys.plain(seen.key());
        boolean distrusted = false;
        switch (seen.finding().verdict()) {
            case REVOKED ->
                throw HostKeyProblems.revoked(destination, key, line(seen)).asException();
            case CHANGED -> distrusted = changed(key, seen);
            case KNOWN, UNKNOWN -> unknown(key, seen.known());
        }
        return new Taken(HostKeys.blob(key), distrusted);
    }

    private static KnownHost line(HostKeyCheck.Seen seen) {
        KnownHost line = seen.finding().line();
        if (line == null) {
            throw new IllegalStateException("no line");
        }
        return line;
    }

    private void tellOddities(HostKeyCheck.Seen seen) {
        String flaw = seen.finding().certificate();
        if (flaw != null) {
            questioner.tell("The host certificate of " + destination.alias() + " does not count: "
                    + RemoteText.oneLine(flaw) + ".");
        }
        List<String> skipped = seen.known().skipped();
        if (!skipped.isEmpty()) {
            String more = skipped.size() > 1 ? " and " + (skipped.size() - 1) + " more" : "";
            questioner.tell("Skipped while looking for the host key of " + destination.alias()
                    + ", since it can't be read: " + skipped.getFirst() + more + ".");
        }
    }

    private void unknown(PublicKey key, KnownHosts known) throws ProblemException, InterruptedException {
        switch (destination.strict()) {
            case YES -> throw HostKeyProblems.strict(destination, key).asException();
            case ACCEPT_NEW, NO -> {
                if (add(key)) {
                    questioner.tell(HostKeyProblems.added(destination, key));
                }
            }
            case ASK -> ask(key, known);
        }
    }

    private void ask(PublicKey key, KnownHosts known) throws ProblemException, InterruptedException {
        if (destination.batchMode()) {
            throw HostKeyProblems.unasked(destination, key).asException();
        }
        Path file = file();
        Question.Answer answer =
                questioner.hostKey(shown(key), file == null ? null : file.toString(), otherNames(key, known));
        if (answer instanceof Question.Answer.AcceptAndAdd) {
            add(key);
        } else if (!(answer instanceof Question.Answer.AcceptOnce)) {
            throw HostKeyProblems.refused(destination, key).asException();
        }
    }

    private static List<String> otherNames(PublicKey key, KnownHosts known) {
        Set<String> names = new LinkedHashSet<>();
        for (KnownHost line : known.others(key)) {
            names.add(line.file() + ":" + line.line() + ": " + (line.hashed() ? "[hashed name]" : line.patterns()));
        }
        return names.stream().limit(OTHER_NAMES).toList();
    }

    /** Returns whether the key is let pass without being trusted. */
    private boolean changed(PublicKey key, HostKeyCheck.Seen seen) throws ProblemException, InterruptedException {
        KnownHost line = line(seen);
        Problem problem = HostKeyProblems.changed(destination, key, line);
        if (destination.strict() == StrictHostKeyChecking.NO) {
            questioner.tell(problem.message() + " StrictHostKeyChecking is no, so it goes on, without passwords.");
            return true;
        }
        List<KnownHost> old = seen.known().keys(name());
        if (destination.strict() == StrictHostKeyChecking.YES || destination.batchMode() || !ours(old)) {
            throw problem.asException();
        }
        Question.Answer answer;
        try {
            answer = questioner.changedHostKey(
                    shown(key), known(line), destination.alias(), HostKeyProblems.remedy(destination, line));
        } catch (ProblemException nobody) {
            throw (nobody.problem().code() == Code.ANSWER_NEEDED ? problem.asException(nobody) : nobody);
        }
        if (!(answer instanceof Question.Answer.Replace)) {
            throw problem.asException();
        }
        replace(key, old);
        return false;
    }

    /** What an administrator keeps for all users is not for us to change. */
    private boolean ours(List<KnownHost> old) {
        return old.stream().allMatch(line -> destination.knownHostsFiles().contains(line.file()));
    }

    private void replace(PublicKey key, List<KnownHost> old) throws ProblemException {
        Set<Path> files = new LinkedHashSet<>();
        old.forEach(line -> files.add(line.file()));
        for (Path file : files) {
            try {
                KnownHostsFile.remove(file, name());
            } catch (IOException failed) {
                throw HostKeyProblems.unwritable(destination, file, failed).asException(failed);
            }
        }
        add(key);
    }

    /** Returns whether it stands in a file now. As ssh does, goes on where that can't be written. */
    private boolean add(PublicKey key) {
        Path file = file();
        if (file == null) {
            return false;
        }
        try {
            KnownHostsFile.add(file, name(), key, destination.hashKnownHosts());
            return true;
        } catch (IOException failed) {
            questioner.tell(
                    HostKeyProblems.unwritable(destination, file, failed).message());
            return false;
        }
    }

    /** The file that new keys are added to; null where there is none, or a device such as /dev/null. */
    private @Nullable Path file() {
        List<Path> files = destination.knownHostsFiles();
        return files.isEmpty() || !KnownHostsFile.keeps(files.getFirst()) ? null : files.getFirst();
    }

    private String name() {
        return KnownHosts.names(destination).getFirst();
    }

    private Question.ServerKey shown(PublicKey key) {
        return new Question.ServerKey(
                destination.address(), jump, HostKeys.type(key), HostKeys.fingerprint(HostKeys.blob(key)));
    }

    private static Question.KnownKey known(KnownHost line) {
        return new Question.KnownKey(
                line.type(), HostKeys.fingerprint(line.key()), line.file().toString(), line.line());
    }
}

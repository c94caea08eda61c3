package dev.berth.ssh;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.RemoteText;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;

/** Decides about a host key that was refused: by the configuration, or by a person. */
final class HostKeyDecision {
    private final Destination destination;
    private final Questioner questioner;

    HostKeyDecision(Destination destination, Questioner questioner) {
        this.destination = destination;
        this.questioner = questioner;
    }

    /**
     * Returns the key, as SSH writes it, that the next connect may take.
     *
     * @throws ProblemException where none may be taken
     */
    byte[] on(HostKeyCheck.Seen seen) throws ProblemException, InterruptedException {
        PublicKey key = HostKeys.plain(seen.key());
        byte[] blob = HostKeys.blob(key);
        String fingerprint = HostKeys.fingerprint(blob);
        KnownHost line = seen.finding().line();
        if (line != null) {
            boolean revoked = seen.finding().verdict() == KnownHosts.Verdict.REVOKED;
            throw (revoked ? revoked(fingerprint, line) : changed(key, fingerprint, line)).asException();
        }
        switch (destination.strict()) {
            case YES -> throw strict(key, fingerprint).asException();
            case ACCEPT_NEW, NO -> add(key);
            case ASK -> ask(key, fingerprint);
        }
        return blob;
    }

    private void ask(PublicKey key, String fingerprint) throws ProblemException, InterruptedException {
        if (destination.batchMode()) {
            throw Problem.of(
                            Code.ANSWER_NEEDED,
                            "The host key of " + destination.alias() + " is not known, and BatchMode forbids to ask.",
                            "Connect once without BatchMode.")
                    .asException();
        }
        Question.Answer answer =
                questioner.hostKey(destination.address(), HostKeys.type(key), fingerprint, file().toString());
        if (answer instanceof Question.Answer.AcceptAndAdd) {
            add(key);
        } else if (!(answer instanceof Question.Answer.AcceptOnce)) {
            throw Problem.of(
                            Code.HOST_KEY_REFUSED,
                            "The host key " + fingerprint + " of " + destination.alias() + " was not accepted.",
                            "Compare it with the one that ssh-keygen -lf prints on the host.")
                    .asException();
        }
    }

    private Path file() {
        return destination.knownHostsFiles().isEmpty()
                ? Path.of("/dev/null")
                : destination.knownHostsFiles().getFirst();
    }

    private void add(PublicKey key) throws ProblemException {
        String name = KnownHosts.names(destination).getFirst();
        try {
            KnownHostsFile.add(file(), name, key, destination.hashKnownHosts());
        } catch (IOException failed) {
            throw Problem.of(
                            Code.HOST_KEY_REFUSED,
                            "The host key of " + destination.alias() + " can't be added to " + file() + ": "
                                    + RemoteText.oneLine(failed.getMessage()) + ".",
                            "Make the file writable, or accept the key for once.")
                    .asException(failed);
        }
    }

    private Problem strict(PublicKey key, String fingerprint) {
        return Problem.of(
                Code.HOST_KEY_REFUSED,
                "The host key of " + destination.alias() + " (" + HostKeys.type(key) + " " + fingerprint
                        + ") is not in " + file() + ", and StrictHostKeyChecking is yes.",
                "Add it with ssh-keyscan after comparing the fingerprint.");
    }

    private Problem changed(PublicKey key, String fingerprint, KnownHost line) {
        String name = KnownHosts.names(destination).getFirst();
        return Problem.of(
                Code.HOST_KEY_CHANGED,
                "The host key of " + destination.alias() + " has changed: it shows " + HostKeys.type(key) + " "
                        + fingerprint + ", but " + line.file() + " line " + line.line() + " has "
                        + HostKeys.fingerprint(line.key()) + ". Somebody may be listening in.",
                "If the change is expected: ssh-keygen -R '" + name + "' -f '" + line.file() + "'");
    }

    private Problem revoked(String fingerprint, KnownHost line) {
        return Problem.of(
                Code.HOST_KEY_CHANGED,
                "The host key " + fingerprint + " of " + destination.alias() + " is marked as revoked in " + line.file()
                        + " line " + line.line() + ".",
                "Do not connect; ask whoever runs the host.");
    }
}

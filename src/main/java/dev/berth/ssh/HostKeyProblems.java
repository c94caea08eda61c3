package dev.berth.ssh;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.RemoteText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.PublicKey;

/** What became of a host key, as sentences with a next step. */
final class HostKeyProblems {
    private HostKeyProblems() {}

    private static String words(PublicKey key) {
        return HostKeys.type(key) + " " + HostKeys.fingerprint(HostKeys.blob(key));
    }

    /** Told, as ssh does it, where the configuration decided and no person. */
    static String added(Destination destination, PublicKey key) {
        return "The host key of " + destination.alias() + " (" + words(key) + ") was not known and is added to "
                + destination.knownHostsFiles().getFirst() + ", as StrictHostKeyChecking wants it.";
    }

    static Problem strict(Destination destination, PublicKey key) {
        return Problem.of(
                Code.HOST_KEY_REFUSED,
                "The host key of " + destination.alias() + " (" + words(key)
                        + ") is in no known_hosts file, and StrictHostKeyChecking is yes.",
                "Add it with ssh-keyscan after comparing the fingerprint.");
    }

    static Problem unasked(Destination destination, PublicKey key) {
        return Problem.of(
                Code.ANSWER_NEEDED,
                "The host key of " + destination.alias() + " (" + words(key)
                        + ") is not known, and BatchMode forbids to ask.",
                "Connect once without BatchMode.");
    }

    static Problem refused(Destination destination, PublicKey key) {
        return Problem.of(
                Code.HOST_KEY_REFUSED,
                "The host key of " + destination.alias() + " (" + words(key) + ") was not accepted.",
                "Compare it with the one that ssh-keygen -lf prints on the host.");
    }

    static Problem changed(Destination destination, PublicKey key, KnownHost line) {
        return Problem.of(
                Code.HOST_KEY_CHANGED,
                "The host key of " + destination.alias() + " has changed: it shows " + words(key) + ", but "
                        + line.file() + " line " + line.line() + " has " + line.type() + " "
                        + HostKeys.fingerprint(line.key()) + ". Somebody may be listening in.",
                "If the change is expected: " + remedy(destination, line));
    }

    /** The command that takes the known key out. */
    static String remedy(Destination destination, KnownHost line) {
        return "ssh-keygen -R '" + KnownHosts.names(destination).getFirst() + "' -f '" + line.file() + "'";
    }

    static Problem revoked(Destination destination, PublicKey key, KnownHost line) {
        return Problem.of(
                Code.HOST_KEY_REFUSED,
                "The host key of " + destination.alias() + " (" + words(key) + ") is marked as revoked in "
                        + line.file() + " line " + line.line() + ": somebody may have stolen it.",
                "Do not connect; ask whoever runs the host.");
    }

    static Problem unwritable(Destination destination, Path file, IOException failed) {
        return Problem.of(
                Code.HOST_KEY_REFUSED,
                "The host key of " + destination.alias() + " can't be written to " + file + ": " + reason(failed) + ".",
                "Make the file and its directory writable.");
    }

    private static String reason(IOException failed) {
        if (failed instanceof AccessDeniedException) {
            return "permission denied";
        }
        // a file system's own message is no more than the name of the file
        String reason = failed instanceof FileSystemException file ? file.getReason() : failed.getMessage();
        return RemoteText.oneLine(reason);
    }
}

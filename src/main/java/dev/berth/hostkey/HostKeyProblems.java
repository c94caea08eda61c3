package dev.berth.hostkey;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.RemoteText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What became of a host key, as sentences with a next step. */
final class HostKeyProblems {
    private HostKeyProblems() {}

    private static String key(Server server, ShownKey key) {
        return "The host key of " + server.alias() + " (" + key.words() + ")";
    }

    /** Told, as ssh does it, where the configuration decided and no person. */
    static String added(Server server, ShownKey key) {
        return key(server, key) + " was not known and is added to "
                + server.files().getFirst() + ", as StrictHostKeyChecking wants it.";
    }

    static Problem strict(Server server, ShownKey key) {
        return Problem.of(
                Code.HOST_KEY_REFUSED,
                key(server, key) + " is in no known_hosts file, and StrictHostKeyChecking is yes.",
                "Add it with ssh-keyscan after comparing the fingerprint.");
    }

    static Problem unasked(Server server, ShownKey key) {
        return Problem.of(
                Code.ANSWER_NEEDED,
                key(server, key) + " is not known, and BatchMode forbids to ask.",
                "Connect once without BatchMode.");
    }

    static Problem refused(Server server, ShownKey key) {
        return Problem.of(
                Code.HOST_KEY_REFUSED,
                key(server, key) + " was not accepted.",
                "Compare it with the one that ssh-keygen -lf prints on the host.");
    }

    /** @param notOurs a line of it in a file that is not the user's; null where there is none */
    static Problem changed(Server server, ShownKey key, KnownHost line, @Nullable KnownHost notOurs) {
        return Problem.of(
                Code.HOST_KEY_CHANGED,
                "The host key of " + server.alias() + " has changed: it shows " + key.words() + ", but "
                        + line.file() + " line " + line.line() + " has " + line.type() + " "
                        + line.fingerprint() + ". Somebody may be listening in.",
                notOurs == null
                        ? "If the change is expected: " + remedy(server, line)
                        : "Berth leaves " + notOurs.file()
                                + " alone, which is for all users of this machine. If the change is expected: "
                                + remedy(server, notOurs));
    }

    /** The command that takes the known key out. */
    static String remedy(Server server, KnownHost line) {
        return "ssh-keygen -R '" + server.name() + "' -f '" + line.file() + "'";
    }

    static Problem revoked(Server server, ShownKey key, KnownHost line) {
        return Problem.of(
                Code.HOST_KEY_REFUSED,
                key(server, key) + " is marked as revoked in " + line.file() + " line " + line.line()
                        + ": somebody may have stolen it.",
                "Do not connect; ask whoever runs the host.");
    }

    static Problem unwritable(Server server, Path file, IOException failed) {
        return Problem.of(
                Code.HOST_KEY_REFUSED,
                "The host key of " + server.alias() + " can't be written to " + file + ": " + reason(failed) + ".",
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

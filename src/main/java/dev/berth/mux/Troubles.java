package dev.berth.mux;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.RemoteText;
import java.util.List;

/** Why ssh could not log in, as a sentence with a next step. */
final class Troubles {
    private Troubles() {}

    private record Kind(String words, Code code, String next) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "REMOTE HOST IDENTIFICATION HAS CHANGED",
                    Code.HOST_KEY_CHANGED,
                    "Somebody may be listening in. If the change is expected, remove the old key as ssh-keygen -R does."),
            new Kind("REVOKED HOST KEY", Code.HOST_KEY_CHANGED, "Do not connect; ask whoever runs the host."),
            new Kind("is revoked", Code.HOST_KEY_CHANGED, "Do not connect; ask whoever runs the host."),
            new Kind(
                    "Host key verification failed",
                    Code.HOST_KEY_REFUSED,
                    "Compare the key's fingerprint, then add it to known_hosts."),
            new Kind(
                    "Could not resolve hostname",
                    Code.HOST_UNRESOLVABLE,
                    "Check HostName, the name server and the VPN."),
            new Kind("Connection refused", Code.HOST_UNREACHABLE, "Check the port, and that sshd runs there."),
            new Kind("timed out", Code.HOST_UNREACHABLE, "Check that it is switched on, and the network or VPN."),
            new Kind("No route to host", Code.HOST_UNREACHABLE, "Check the network or VPN."),
            new Kind("Network is unreachable", Code.HOST_UNREACHABLE, "Check the network or VPN."),
            new Kind(
                    "Too many authentication failures",
                    Code.AUTHENTICATION_FAILED,
                    "Name the right key with IdentityFile and set IdentitiesOnly yes in the ssh configuration."),
            new Kind(
                    "Permission denied",
                    Code.AUTHENTICATION_FAILED,
                    "Check the user, the key or ticket, and its agent."),
            new Kind("Bad configuration option", Code.BAD_CONFIG, "Correct the file, then try again."));

    /** @param said all that ssh wrote on its standard error */
    static Problem failed(Target target, String said) {
        for (Kind kind : KINDS) {
            if (said.contains(kind.words)) {
                return Problem.of(kind.code, sentence(target, line(said, kind.words)), kind.next);
            }
        }
        String last = said.lines().reduce("", (before, line) -> line);
        return Problem.of(
                Code.HOST_UNREACHABLE, sentence(target, last), "Try it by hand: ssh " + target.host() + " true");
    }

    private static String sentence(Target target, String said) {
        String cleaned = RemoteText.oneLine(said).replaceFirst("[.@ ]+$", "").replaceFirst("^[@ ]+", "");
        String words = cleaned.isEmpty() ? "it ended without a word" : cleaned;
        return target.host() + " (" + target.server() + "): ssh could not log in: " + words + ".";
    }

    private static String line(String said, String words) {
        return said.lines().filter(line -> line.contains(words)).findFirst().orElse(words);
    }
}

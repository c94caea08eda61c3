package dev.berth.mux;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.RemoteText;
import dev.berth.hostkey.Server;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why ssh could not log in, as a sentence with a next step. */
final class Troubles {
    private Troubles() {}

    private static final Pattern SHOWN =
            Pattern.compile("fingerprint for the (\\S+) key sent by the remote host is\\s+(SHA256:[A-Za-z0-9+/]+)");
    private static final Pattern KNOWN = Pattern.compile("Offending (\\S+) key in (.+):(\\d+)");
    private static final Pattern REMEDY = Pattern.compile("(?m)^(ssh-keygen .*)$");

    private record Kind(String words, Code code, String next) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("REVOKED HOST KEY", Code.HOST_KEY_REFUSED, "Do not connect; ask whoever runs the host."),
            new Kind("revoked by file", Code.HOST_KEY_REFUSED, "Do not connect; ask whoever runs the host."),
            new Kind("is revoked", Code.HOST_KEY_REFUSED, "Do not connect; ask whoever runs the host."),
            new Kind(
                    "Host key verification failed",
                    Code.HOST_KEY_REFUSED,
                    "Compare the key's fingerprint, then add it to known_hosts."),
            new Kind(
                    "Could not resolve hostname",
                    Code.HOST_UNRESOLVABLE,
                    "Check HostName, the name server and the VPN."),
            new Kind(
                    "exchange_identification",
                    Code.HOST_UNREACHABLE,
                    "Its sshd may be full (MaxStartups), starting, or closed to this address: look at its log."),
            new Kind(
                    "Unable to negotiate",
                    Code.NO_SHARED_ALGORITHM,
                    "Allow a current algorithm in its sshd, or one of its offer in the ssh configuration."),
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

    /** ssh waits for a server that keeps silent. */
    static Problem stuck(Target target, Progress.Stuck stuck) {
        Server hop = KeyWord.at(stuck.address(), target.hops());
        String host = target.host() + " (" + target.login() + ")";
        String who = stuck.jump() ? (hop == null ? "a jump host" : hop.alias()) + " on the way to " + host : host;
        return switch (stuck.stage()) {
            case COMMAND ->
                Problem.of(
                        Code.HOST_UNREACHABLE,
                        who + ": the command that is to connect has not done so within " + seconds(stuck) + ".",
                        "Try it by hand: ssh -v " + target.host() + " true");
            case CONNECTION ->
                Problem.of(
                        Code.HOST_UNREACHABLE,
                        who + " did not answer within " + seconds(stuck) + ".",
                        "Check that it is switched on, and the network or VPN.");
            case HANDSHAKE -> silent(who);
            case LOGIN, PERSON ->
                Problem.of(
                        Code.AUTHENTICATION_FAILED,
                        who + " did not decide on the login in time.",
                        "Look at the log of its sshd.");
        };
    }

    private static Problem silent(String who) {
        return Problem.of(
                Code.HOST_UNREACHABLE,
                who + " took the connection but did not speak SSH in time.",
                "Check the port, and whether the host is overloaded.");
    }

    private static String seconds(Progress.Stuck stuck) {
        return stuck.after().toSeconds() + " s";
    }

    /** @param said all that ssh wrote on its standard error */
    static Problem failed(Target target, String said) {
        if (said.contains("IDENTIFICATION HAS CHANGED")) {
            return changed(target, said);
        }
        if (said.contains("timed out during banner exchange")) {
            return silent(target.host() + " (" + target.login() + ")");
        }
        for (Kind kind : KINDS) {
            if (said.contains(kind.words)) {
                return Problem.of(kind.code, sentence(target, line(said, kind.words)), kind.next);
            }
        }
        String last = said.lines().reduce("", (before, line) -> line);
        return Problem.of(
                Code.HOST_UNREACHABLE, sentence(target, last), "Try it by hand: ssh " + target.host() + " true");
    }

    /** ssh tells what was shown, and which line has another key. */
    private static Problem changed(Target target, String said) {
        Matcher shown = SHOWN.matcher(said);
        Matcher known = KNOWN.matcher(said);
        Matcher remedy = REMEDY.matcher(said);
        String message = "The host key of " + target.host() + " (" + target.login() + ") has changed"
                + (shown.find() ? ": it shows " + shown.group(1) + " " + shown.group(2) : "")
                + (known.find() ? "; " + known.group(2) + " line " + known.group(3) + " has another." : ".");
        return Problem.of(
                Code.HOST_KEY_CHANGED,
                message,
                "Somebody may be listening in. If the change is expected: "
                        + (remedy.find() ? remedy.group(1) : "remove the old key as ssh-keygen -R does."));
    }

    /** Through a proxy no server has an address, and whose silence it was is not known. */
    private static final Pattern SILENT_END =
            Pattern.compile("(?m)^Connection (closed|reset) by (?!UNKNOWN)\\S+ port \\d+");

    /** Whether a server ended the connection before its first word, as one does that is full of logins. */
    static boolean full(String said) {
        return said.contains("exchange_identification")
                && SILENT_END.matcher(said).find();
    }

    private static String sentence(Target target, String said) {
        String cleaned = RemoteText.oneLine(said).replaceFirst("[.@ ]+$", "").replaceFirst("^[@ ]+", "");
        String words = cleaned.isEmpty() ? "it ended without a word" : cleaned;
        return target.host() + " (" + target.login() + "): ssh could not log in: " + words + ".";
    }

    private static String line(String said, String words) {
        return said.lines().filter(line -> line.contains(words)).findFirst().orElse(words);
    }
}

package dev.berth.ssh;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.RemoteText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.SSHException;

/** What went wrong on the way to a host, as sentences with a next step. */
final class Troubles {
    private Troubles() {}

    static Problem unresolvable(Destination destination) {
        return Problem.of(
                Code.HOST_UNRESOLVABLE,
                destination.alias() + ": the name " + destination.hostName() + " can't be resolved.",
                "Check HostName in the ssh configuration, the name server and the VPN.");
    }

    static Problem unreachable(Destination destination, IOException failed) {
        if (failed instanceof UnknownHostException) {
            return unresolvable(destination);
        }
        String said = String.valueOf(failed.getMessage());
        String who = destination.who();
        if (failed instanceof SocketTimeoutException) {
            return problem(
                    who + " did not answer within " + seconds(destination.connectTimeout()) + ".",
                    "Check that it is switched on, and the network or VPN.");
        }
        if (failed instanceof NoRouteToHostException || said.contains("unreachable")) {
            return problem("There is no route to " + who + ".", "Check the network or VPN.");
        }
        if (failed instanceof ConnectException && said.contains("refused")) {
            return problem(
                    who + " refused the connection: nothing listens on port " + destination.port() + ".",
                    "Check the port, and that sshd runs there.");
        }
        return problem(who + " can't be reached: " + RemoteText.oneLine(said) + ".", "Check the network or VPN.");
    }

    /** A connection was there, but did not become an SSH connection. */
    static Problem handshake(Destination destination, IOException failed, boolean late, String greeting) {
        String who = destination.who();
        String said = RemoteText.oneLine(words(failed));
        if (late || said.startsWith("Timeout expired")) {
            return problem(
                    who + " took the connection but did not speak SSH in time.",
                    "Check the port, and whether the host is overloaded.");
        }
        if (full(greeting)) {
            return problem(
                    who + " takes no login now: it says '" + greeting + "'.",
                    "Its sshd is full (MaxStartups) or keeps this address off for a while: wait, then try again.");
        }
        if (!greeting.isEmpty() && !greeting.startsWith("SSH-")) {
            return problem(
                    "What listens on " + who + " is not an SSH server: it says '" + greeting + "'.", "Check the port.");
        }
        if (said.contains("settlement") || said.contains("Unable to reach")) {
            return Problem.of(
                    Code.NO_SHARED_ALGORITHM,
                    who + " has no algorithm in common with Berth: " + said + ".",
                    "Let config.yaml have 'link: mux' for it, for OpenSSH may have one; or allow a current algorithm in its"
                            + " sshd, such as curve25519-sha256 and aes128-gcm@openssh.com.");
        }
        if (GoneReason.silentEnd(failed)) {
            return problem(
                    who + " closed the connection at once.",
                    "Its sshd may be starting, full (MaxStartups), or closed to this address: look at its log.");
        }
        return problem(who + " broke the connection off: " + said + ".", "Look at the log of its sshd.");
    }

    /** What sshd says where too many logins are under way; since OpenSSH 9.8 it says no more of an address it keeps off. */
    static boolean full(String greeting) {
        return greeting.contains("MaxStartups") || greeting.contains("Not allowed at this time");
    }

    /** The connection was lost while a person or a key was checked. */
    static Problem duringLogin(Destination destination, IOException failed, String tried) {
        String said = RemoteText.oneLine(words(failed));
        boolean tooMany = said.contains("Too many authentication failures")
                || failed instanceof SSHException ssh
                        && ssh.getDisconnectReason() == DisconnectReason.NO_MORE_AUTH_METHODS_AVAILABLE;
        if (tooMany) {
            return Problem.of(
                    Code.AUTHENTICATION_FAILED,
                    destination.who() + " gave up after too many keys: tried " + tried + ".",
                    "Name the right key with IdentityFile and set IdentitiesOnly yes in the ssh configuration.");
        }
        if (said.startsWith("Timeout expired")) {
            return Problem.of(
                    Code.AUTHENTICATION_FAILED,
                    destination.who() + " did not decide on the login in time: tried " + tried + ".",
                    "Look at the log of its sshd.");
        }
        return problem(
                destination.alias() + " closed the connection during the login: tried " + tried
                        + (GoneReason.silentEnd(failed) ? "" : "; " + said) + ".",
                "sshd ends a login that takes long (LoginGraceTime): try again, or look at its log.");
    }

    private static Problem problem(String message, String next) {
        return Problem.of(Code.HOST_UNREACHABLE, message, next);
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }

    /** The innermost message: sshj wraps. */
    private static String words(IOException failed) {
        String words = "";
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                words = cause.getMessage();
            }
        }
        return words;
    }
}

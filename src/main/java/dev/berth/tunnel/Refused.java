package dev.berth.tunnel;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.route.Refusal;

/** Says why a tunnel's far end was refused, and what helps. */
record Refused(TunnelSpec spec, String target) {
    Problem problem(Refusal refusal) {
        String host = spec.host();
        String there = target + " on " + host;
        return switch (refusal.why()) {
            case NOBODY -> refused("Nothing answers at " + there + ".", "Start the service there, or check the port.");
            case NAME_UNKNOWN ->
                refused(
                        host + " does not know the name " + spec.remoteAddress() + ".",
                        "The name is looked up there, not here: check it, or give the address.");
            case NAME_HANGS ->
                refused(
                        "Looking up " + spec.remoteAddress() + " hangs on " + host + ": no name server answers it.",
                        "Give the address in place of the name, or see to " + host
                                + "'s name servers (/etc/resolv.conf).");
            case UNREACHABLE ->
                refused(host + " has no way to " + target + ".", "Check the address and the network of " + host + ".");
            case SILENT ->
                refused(
                        target + " did not answer " + host + ".",
                        "A firewall between the two may drop it; check address and port.");
            case NO_SOCKET ->
                refused("There is no socket " + there + ".", "Check the path, or start the service that makes it.");
            case SOCKET_DENIED ->
                refused(
                        "The user on " + host + " may not open " + target + ".",
                        "Somebody has to give them the right to write to it.");
            case FORBIDDEN -> forbidden(forbidden(), refusal);
            case FORBIDDEN_THERE ->
                forbidden(
                        "The SSH server of " + host + " forwards to some addresses only, and " + target
                                + " is none of them (PermitOpen).",
                        refusal);
            case UNKNOWN_KIND -> forbidden("The SSH server of " + host + " can't forward to Unix sockets.", refusal);
            case BUSY ->
                spec.relay()
                        ? full()
                        : refused(
                                host + " has too many streams open for one more to " + target + ".",
                                "Close some clients and try again.");
        };
    }

    private Problem full() {
        return refused(
                spec.host() + " has no session free to relay one more connection (MaxSessions of its sshd).",
                "Another one waits until one ends.");
    }

    private String forbidden() {
        return spec.remotePath() == null
                ? "The SSH server of " + spec.host() + " lets no forward to " + target
                        + " through (AllowTcpForwarding no, or PermitOpen without it)."
                : "The SSH server of " + spec.host() + " forwards to no Unix socket (AllowStreamLocalForwarding no).";
    }

    private static Problem refused(String message, String next) {
        return Problem.of(Code.TARGET_REFUSED, message, next);
    }

    private static Problem forbidden(String message, Refusal refusal) {
        return new Problem(
                Code.FORWARDING_REFUSED, message, refusal.next(), refusal.relay() == null ? null : Problem.RELAY);
    }
}

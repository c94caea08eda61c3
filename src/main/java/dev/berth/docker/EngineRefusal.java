package dev.berth.docker;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.RemoteText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a host's engine can't be used, in words, from the facts of the host. */
final class EngineRefusal {
    private EngineRefusal() {}

    /** @param failure of the last try; null where there was nothing to try */
    static Problem of(String host, EngineFacts facts, @Nullable IOException failure) {
        boolean open = facts.sockets().stream().anyMatch(EngineFacts.Socket::open);
        EngineFacts.Socket denied = facts.denied();
        if (!open && denied != null) {
            return denied(host, facts, denied);
        }
        if (open) {
            return silent(host, facts, failure);
        }
        return facts.installed() ? stopped(host) : missing(host);
    }

    private static Problem missing(String host) {
        return Problem.of(
                Code.DOCKER_MISSING,
                "Docker isn't installed on " + host + ".",
                "Install Docker Engine there (https://docs.docker.com/engine/install/), or do without containers.");
    }

    private static Problem stopped(String host) {
        return Problem.of(
                Code.DOCKER_UNREACHABLE,
                "Docker is installed on " + host + ", but its engine is not running.",
                "Start it there: sudo systemctl start docker");
    }

    private static Problem silent(String host, EngineFacts facts, @Nullable IOException failure) {
        String path = facts.sockets().getFirst().path();
        if (facts.installed()) {
            return Problem.of(
                    Code.DOCKER_UNREACHABLE,
                    "Docker's engine on " + host + " does not answer at " + RemoteText.oneLine(path) + because(failure)
                            + ".",
                    "See there whether it runs: sudo systemctl start docker");
        }
        return Problem.of(
                Code.DOCKER_UNREACHABLE,
                host + " has the engine's socket " + RemoteText.oneLine(path) + ", but gives no connection to it"
                        + because(failure) + ".",
                "See there whether the engine runs, and whether sshd_config has AllowStreamLocalForwarding yes.");
    }

    private static String because(@Nullable IOException failure) {
        return failure == null || failure.getMessage() == null
                ? ""
                : " (" + RemoteText.oneLine(failure.getMessage()) + ")";
    }

    private static Problem denied(String host, EngineFacts facts, EngineFacts.Socket socket) {
        String user = facts.user();
        String group = socket.group();
        String path = RemoteText.oneLine(socket.path());
        if (group.equals("root") || group.equals("-")) {
            return Problem.of(
                    Code.DOCKER_DENIED,
                    user + " may not use " + path + " on " + host + ": it belongs to root alone.",
                    "Have its owner give it a group of yours, or run an engine of your own (rootless).");
        }
        if (facts.listed().contains(group) && !facts.groups().contains(group)) {
            return Problem.of(
                    Code.DOCKER_DENIED,
                    user + " was added to group " + group + " on " + host + " after this session began.",
                    "Disconnect and connect again.");
        }
        return Problem.of(
                Code.DOCKER_DENIED,
                user + " may not use Docker on " + host + ": " + path + " is for group " + group + ", and " + user
                        + " is not in it.",
                "Run there: sudo usermod -aG " + group + " " + user
                        + ", then connect again. Mind that this group equals root on " + host + ".");
    }
}

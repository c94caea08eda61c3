package dev.berth.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.dockerjava.api.exception.DockerException;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.http.BadReplyException;
import dev.berth.link.DeadlineException;
import dev.berth.link.Link;
import dev.berth.link.OpenRefusedException;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A failed call of the engine as a sentence. */
final class EngineFailures {
    private static final Logger LOG = Logger.getLogger(EngineFailures.class.getName());

    private EngineFailures() {}

    static Problem of(String host, Link link, Throwable failure) {
        LOG.log(Level.FINE, "a call of the engine failed", failure);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DockerException refused) {
                return refused(host, refused);
            }
            if (cause instanceof JsonProcessingException || cause instanceof BadReplyException) {
                return strange(host, cause);
            }
            if (cause instanceof IOException broken) {
                return broken(host, link, broken);
            }
        }
        return strange(host, failure);
    }

    private static Problem broken(String host, Link link, IOException failure) {
        if (failure instanceof DeadlineException) {
            return Problem.of(
                    Code.TIMEOUT,
                    "Docker on " + host + " did not answer in time.",
                    "Try again, or see there how it is: systemctl status docker");
        }
        if (!link.isOpen()) {
            return Problem.of(Code.LINK_LOST, "The connection to " + host + " is gone.", "Connect again.");
        }
        if (failure instanceof OpenRefusedException refused && refused.reason() == OpenRefusedException.Reason.BUSY) {
            return Problem.of(
                    Code.DOCKER_UNREACHABLE, host + " has too many sessions open to ask Docker.", "Try again.");
        }
        return Problem.of(
                Code.DOCKER_UNREACHABLE,
                "Docker on " + host + " broke off the connection.",
                "See there whether the engine runs: systemctl status docker");
    }

    private static Problem refused(String host, DockerException refused) {
        String why = EngineMessage.of(refused.getMessage());
        if (refused.getHttpStatus() == 400) {
            return Problem.of(Code.USAGE, "Docker on " + host + " refuses this: " + why);
        }
        return Problem.of(Code.COMMAND_FAILED, "Docker on " + host + " failed: " + why);
    }

    private static Problem strange(String host, Throwable cause) {
        String why = cause instanceof BadReplyException ? " (" + cause.getMessage() + ")" : "";
        return Problem.of(
                Code.COMMAND_FAILED,
                "Docker on " + host + " gave an answer that can't be read" + why + ".",
                "See there what speaks on its socket: docker version");
    }
}

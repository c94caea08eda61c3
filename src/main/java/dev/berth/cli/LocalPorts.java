package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import org.jspecify.annotations.Nullable;

/** The option {@code --local-port P|auto}. */
final class LocalPorts {
    private LocalPorts() {}

    static Request.LocalPort of(@Nullable String word) throws ProblemException {
        if (word == null) {
            return Request.LocalPort.SAME;
        } else if (word.equals("auto")) {
            return Request.LocalPort.ANY;
        }
        try {
            int port = Integer.parseInt(word);
            if (port > 0 && port < 65_536) {
                return new Request.LocalPort(port, false);
            }
        } catch (NumberFormatException wrong) {
            // told below, like a number that is no port
        }
        throw Problem.of(Problem.Code.USAGE, "--local-port takes a port or auto, not " + word + ".")
                .asException();
    }
}

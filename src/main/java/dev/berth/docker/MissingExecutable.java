package dev.berth.docker;

import dev.berth.api.RemoteText;
import dev.berth.link.Output;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A command the container's runtime could not start. Attached ones end with 126 or 127 and the runtime's complaint in
 * place of their output; it is turned into the line a shell would have written on standard error, and the code into a
 * shell's: Docker 26 says 126 of a missing one too.
 */
final class MissingExecutable {
    private static final String NOT_FOUND = "not found in the container";

    private static final Pattern COMPLAINT =
            Pattern.compile("(?s).{0,40}(OCI runtime exec failed|exec failed|crun:|runc exec failed).*");

    private MissingExecutable() {}

    static Output told(Output output, String executable) {
        boolean code = output.exit() == 126 || output.exit() == 127;
        if (!code || !COMPLAINT.matcher(output.out()).matches()) {
            return output;
        }
        String reason = reason(output.out());
        String line = executable + ": " + reason + "\n";
        int exit = reason.equals(NOT_FOUND) ? 127 : output.exit();
        return new Output(exit, new byte[0], line.getBytes(StandardCharsets.UTF_8), false);
    }

    /** The runtime's sentence is long; what matters is its end. */
    static String reason(String complaint) {
        if (complaint.contains("executable file not found") || complaint.contains("no such file")) {
            return NOT_FOUND;
        }
        return complaint.contains("permission denied") ? "permission denied" : RemoteText.oneLine(complaint);
    }
}

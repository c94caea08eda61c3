package dev.berth.ssh;

import dev.berth.api.RemoteText;
import dev.berth.link.OpenRefusedException;
import dev.berth.link.OpenRefusedException.Reason;
import java.io.IOException;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.OpenFailException;

/** Tells a refusal of one channel from the end of the connection. */
final class Refusals {
    private Refusals() {}

    /**
     * @param what the sentence without the server's own words
     * @param silence what it means that no answer came while the connection lives
     */
    static IOException of(IOException failed, Lifeline lifeline, String what, Reason silence) {
        String gone = lifeline.reason();
        if (gone != null) {
            return new IOException(gone, failed);
        }
        if (failed instanceof OpenFailException refused) {
            String said = RemoteText.oneLine(refused.getMessage());
            return new OpenRefusedException(reason(refused), said.isEmpty() ? what : what + ": " + said);
        }
        if (failed instanceof ConnectionException) {
            return new OpenRefusedException(silence, what + ": no answer");
        }
        return failed;
    }

    private static Reason reason(OpenFailException refused) {
        return switch (refused.getReason()) {
            case ADMINISTRATIVELY_PROHIBITED -> Reason.PROHIBITED;
            case UNKNOWN_CHANNEL_TYPE -> Reason.UNKNOWN_KIND;
            case RESOURCE_SHORTAGE -> Reason.BUSY;
            case CONNECT_FAILED, UNKNOWN -> Reason.CONNECT_FAILED;
        };
    }
}

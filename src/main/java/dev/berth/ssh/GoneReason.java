package dev.berth.ssh;

import dev.berth.api.RemoteText;
import java.io.EOFException;
import java.io.IOException;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.SSHException;

/** Why a connection ended, in a person's words. */
final class GoneReason {
    static final String CLOSED_HERE = "the session was closed";
    static final String CLOSED_THERE = "the host closed the connection";

    private GoneReason() {}

    static String of(SSHException error) {
        String said = RemoteText.oneLine(error.getMessage());
        if (error.getDisconnectReason() == DisconnectReason.BY_APPLICATION && said.equals("Disconnected")) {
            return CLOSED_HERE;
        }
        return of(error.getDisconnectReason(), said);
    }

    static String of(DisconnectReason reason, String message) {
        String said = RemoteText.oneLine(message);
        // the last is what a proxy command that has ended looks like
        if (said.contains("encountered EOF")
                || said.contains("Connection reset")
                || said.contains("Broken pipe")
                || said.contains("Stream closed")) {
            return CLOSED_THERE;
        }
        if (said.contains("Socket closed") || said.contains("Closed by interrupt")) {
            return CLOSED_HERE;
        }
        if (reason == DisconnectReason.BY_APPLICATION || reason == DisconnectReason.UNKNOWN) {
            return said.isEmpty() ? "the connection broke" : "the connection broke: " + said;
        }
        return "the host ended the connection" + (said.isEmpty() ? "" : ": " + said);
    }

    /** Whether the far end just went away, without a word. */
    static boolean silentEnd(IOException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage());
            if (cause instanceof EOFException
                    || text.contains("encountered EOF")
                    || text.contains("closed connection during identification")
                    || text.contains("Connection reset")
                    || text.contains("Broken pipe")) {
                return true;
            }
        }
        return false;
    }
}

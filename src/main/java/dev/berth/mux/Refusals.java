package dev.berth.mux;

import dev.berth.api.RemoteText;
import dev.berth.link.OpenRefusedException;
import dev.berth.link.OpenRefusedException.Reason;
import java.io.IOException;

/** What a master says when something was not opened. */
final class Refusals {
    private Refusals() {}

    /**
     * @param what the sentence without the master's own words
     * @param otherwise what it means where the words name no reason of RFC 4254
     */
    static OpenRefusedException of(Message.Reply refused, String what, Reason otherwise) throws IOException {
        refused.number();
        String said = RemoteText.oneLine(refused.text());
        Reason reason = refused.type() == Message.PERMISSION_DENIED ? Reason.PROHIBITED : reason(said, otherwise);
        return new OpenRefusedException(reason, said.isEmpty() ? what : what + ": " + said);
    }

    private static Reason reason(String said, Reason otherwise) {
        if (said.contains("administratively prohibited")) {
            return Reason.PROHIBITED;
        } else if (said.contains("unknown channel type")) {
            return Reason.UNKNOWN_KIND;
        } else if (said.contains("resource shortage")) {
            return Reason.BUSY;
        }
        return otherwise;
    }
}

package dev.berth.ssh;

import dev.berth.api.ProblemException;
import dev.berth.api.RemoteText;
import dev.berth.hostkey.Decision;
import dev.berth.hostkey.KnownHost;
import dev.berth.hostkey.ShownKey;
import dev.berth.hostkey.StrictHostKeyChecking;
import java.security.PublicKey;

/** Has it decided about a key that was not good, and remembers it. */
final class HostKeyDecision {
    /**
     * @param key as SSH writes it: what the next connection may take
     * @param distrusted nothing that whoever shows it could pass on may be sent
     */
    record Taken(byte[] key, boolean distrusted) {}

    private final Destination destination;
    private final Questioner questioner;
    private final Decision decision;

    /** @param jump whether the destination is a jump host on the way to another one */
    HostKeyDecision(Destination destination, boolean jump, Questioner questioner) {
        this.destination = destination;
        this.questioner = questioner;
        this.decision = new Decision(destination.keyServer(jump), questioner);
    }

    /** @throws ProblemException where the key may not be taken */
    Taken on(HostKeyCheck.Seen seen) throws ProblemException, InterruptedException {
        String flaw = seen.finding().certificate();
        if (flaw != null) {
            questioner.tell("The host certificate of " + destination.alias() + " does not count: "
                    + RemoteText.oneLine(flaw) + ".");
        }
        decision.tellSkipped(seen.known());
        PublicKey key = HostKeys.plain(seen.key());
        byte[] blob = HostKeys.blob(key);
        ShownKey shown = ShownKey.of(HostKeys.type(key), blob);
        Decision.Taken taken = switch (seen.finding().verdict()) {
            case REVOKED -> throw decision.revoked(shown, line(seen));
            case CHANGED -> decision.changed(shown, line(seen), seen.known());
            case KNOWN, UNKNOWN -> decision.unknown(shown, seen.known());
        };
        boolean added = taken == Decision.Taken.ADDED && decision.add(shown, blob);
        if (added && unasked(seen)) {
            decision.tellAdded(shown);
        }
        return new Taken(blob, taken == Decision.Taken.DISTRUSTED);
    }

    private boolean unasked(HostKeyCheck.Seen seen) {
        return seen.finding().verdict() != HostKeyLook.Verdict.CHANGED
                && destination.strict() != StrictHostKeyChecking.ASK;
    }

    private static KnownHost line(HostKeyCheck.Seen seen) {
        KnownHost line = seen.finding().line();
        if (line == null) {
            throw new IllegalStateException("no line");
        }
        return line;
    }
}

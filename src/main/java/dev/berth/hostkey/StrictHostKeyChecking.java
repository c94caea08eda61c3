package dev.berth.hostkey;

/**
 * What to do about a host key that no known_hosts file has. One that changed is asked about under ASK and ACCEPT_NEW, and
 * under NO let pass without being trusted; a revoked one is refused under all of them.
 */
public enum StrictHostKeyChecking {
    ASK,
    YES,
    ACCEPT_NEW,
    NO;

    /** Reads the word as {@code ssh -G} prints it. */
    public static StrictHostKeyChecking of(String word) {
        return switch (word) {
            case "yes", "true" -> YES;
            case "accept-new" -> ACCEPT_NEW;
            case "no", "off", "false" -> NO;
            default -> ASK;
        };
    }
}

package dev.berth.ssh;

import java.util.Arrays;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.userauth.method.AuthMethod;

/**
 * A key that can be offered to a server.
 *
 * @param blob the key or certificate as SSH writes it; empty where it is not known yet
 * @param what it is called in a sentence; empty for a key that only its agent knows
 * @param named the configuration names it
 */
record Offer(byte[] blob, String what, boolean named, Maker maker) {
    /** Makes what offers it on a connection. */
    interface Maker {
        AuthMethod on(SSHClient client);
    }

    /** Whoever holds it. */
    boolean same(Offer other) {
        return blob.length == 0 ? what.equals(other.what) : Arrays.equals(blob, other.blob);
    }
}

package dev.berth.api;

import org.jspecify.annotations.Nullable;

/** Something only a person can answer. The first answer wins; a question that was answered is settled everywhere. */
public sealed interface Question {
    /** Unique in the agent's life. */
    long id();

    /** The host that was asked for. */
    String host();

    /**
     * A host showed a key that no known_hosts file has.
     *
     * @param server {@code name:port} of the server that showed it: the host itself or a jump host
     * @param keyType such as ssh-ed25519
     * @param fingerprint SHA256:… as ssh-keygen prints it
     * @param file the known_hosts file that "add" writes to
     */
    record HostKey(long id, String host, String server, String keyType, String fingerprint, String file)
            implements Question {}

    /**
     * A passphrase, password or one-time code.
     *
     * @param server {@code user@name:port} or the key file it is for
     * @param prompt the server's own words, cleaned
     * @param echo the answer may be shown while it is typed
     */
    record Credential(
            long id,
            String host,
            String server,
            String prompt,
            boolean echo,
            @Nullable String problem) implements Question {}

    /** An answer to a question. */
    sealed interface Answer {
        /** Refused, or the dialog was left. */
        record Refuse() implements Answer {}

        /** The key is accepted for this connection only. */
        record AcceptOnce() implements Answer {}

        /** The key is accepted and added to the known_hosts file. */
        record AcceptAndAdd() implements Answer {}

        record Give(Secret secret) implements Answer {}
    }
}

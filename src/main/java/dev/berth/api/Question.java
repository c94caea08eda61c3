package dev.berth.api;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Something only a person can answer. The first answer wins; a question that was answered is settled everywhere. */
public sealed interface Question {
    /** Unique in the agent's life. */
    long id();

    /** The host that was asked for. */
    String host();

    /**
     * A key that a server showed.
     *
     * @param server {@code name:port} of the server that showed it
     * @param jump the name of that server in the ssh configuration where it is a jump host on the way; else null
     * @param type such as ssh-ed25519
     * @param fingerprint SHA256:… as ssh-keygen prints it
     */
    record ServerKey(String server, @Nullable String jump, String type, String fingerprint) {}

    /** The key that a known_hosts file has in place of the one that was shown. */
    record KnownKey(String type, String fingerprint, String file, int line) {}

    /**
     * A host showed a key that no known_hosts file has.
     *
     * @param file the known_hosts file that "add" writes to; null where there is none, and the key can't be kept
     * @param otherNames where else the same key is known, each as {@code file:line: name}
     */
    record HostKey(
            long id, String host, ServerKey key, @Nullable String file, List<String> otherNames) implements Question {}

    /**
     * A host showed another key than the one that is known.
     *
     * @param name what has to be typed to have the known key replaced by the one that was shown
     * @param remedy the command that takes the known key out
     */
    record ChangedHostKey(long id, String host, ServerKey key, KnownKey known, String name, String remedy)
            implements Question {
        /** What was typed is the name, and nothing else. */
        public boolean confirmedBy(String typed) {
            return typed.strip().equals(name);
        }
    }

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

    /**
     * A server keeps its answer to a login back until a person has done what it says, such as opened a page. Nothing but a
     * refusal can be answered: it is settled once the server has decided.
     *
     * @param server {@code user@name:port}
     * @param text the server's own words, not cleaned, in lines
     */
    record LoginPage(long id, String host, String server, String text) implements Question {
        private static final Pattern ADDRESS = Pattern.compile("https?://[\\p{Graph}&&[^\"'<>]]+");

        /** The first address in the words; null where there is none. */
        public @Nullable String address() {
            Matcher found = ADDRESS.matcher(text);
            return found.find() ? found.group().replaceFirst("[.,;:!?)\\]]+$", "") : null;
        }
    }

    /** An answer to a question. */
    sealed interface Answer {
        /** Refused, or the dialog was left. */
        record Refuse() implements Answer {}

        /** The key is accepted for this connection only. */
        record AcceptOnce() implements Answer {}

        /** The key is accepted and added to the known_hosts file. */
        record AcceptAndAdd() implements Answer {}

        /** The known key goes, and the one that was shown is added. */
        record Replace() implements Answer {}

        record Give(Secret secret) implements Answer {}
    }
}

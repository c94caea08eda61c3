package dev.berth.ssh;

import dev.berth.api.HostFact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.schmizz.sshj.common.Buffer;
import org.jspecify.annotations.Nullable;

/** Says what a dial would use, without dialling. Reads key files, and asks an agent for its keys. */
public final class Description {
    private final List<HostFact> facts = new ArrayList<>();

    private Description() {}

    /** @param environment of whoever would dial */
    public static List<HostFact> of(Destination destination, Map<String, String> environment) {
        Description description = new Description();
        description.way(destination);
        description.login(destination, environment);
        description.hostKeys(destination);
        description.rest(destination);
        return List.copyOf(description.facts);
    }

    private void add(String topic, String text) {
        facts.add(new HostFact(topic, text));
    }

    private void addUnless(boolean usual, String topic, String text) {
        if (!usual) {
            add(topic, text);
        }
    }

    private void way(Destination destination) {
        add("Host name", destination.hostName());
        add("Port", String.valueOf(destination.port()));
        add("User", destination.user());
        for (Destination jump : destination.jumps()) {
            add("Jump host", jump.who());
        }
        if (destination.proxyCommand() != null) {
            add("Proxy command", destination.proxyCommand());
        }
        addUnless(
                destination.family() == Destination.AddressFamily.ANY,
                "Addresses",
                destination.family() == Destination.AddressFamily.INET ? "IPv4 only" : "IPv6 only");
        if (destination.source().address() != null) {
            add("Comes from", destination.source().address());
        } else if (destination.source().networkInterface() != null) {
            add("Comes from", "the interface " + destination.source().networkInterface());
        }
        add("Waits", destination.connectTimeout().toSeconds() + " s for a connection");
    }

    private void login(Destination destination, Map<String, String> environment) {
        add("Methods", String.join(", ", destination.authentications()));
        for (Path path : destination.identityFiles()) {
            String kind = kind(path);
            // of the usual names most are not there, which is no news
            addUnless(
                    kind == null && !destination.identitiesNamed(),
                    "Identity file",
                    path + ": " + (kind == null ? "missing" : kind));
        }
        for (Path path : destination.certificateFiles()) {
            add("Certificate", path + ": " + (Files.exists(path) ? "present" : "missing"));
        }
        add("Agent", agent(destination, environment));
        addUnless(!destination.identitiesOnly(), "Agent's keys", "only those named above (IdentitiesOnly)");
    }

    /** What a file has; null where it is missing. */
    private static @Nullable String kind(Path path) {
        try {
            KeyFile key = KeyFile.read(path);
            String type =
                    key.publicBlob().length == 0 ? "a key" : new Buffer.PlainBuffer(key.publicBlob()).readString();
            String certified = Files.exists(key.certificatePath()) ? ", with a certificate" : "";
            return (key.whole() ? type + (key.encrypted() ? ", with a passphrase" : "") : type + ", public half only")
                    + certified;
        } catch (NoSuchFileException missing) {
            return null;
        } catch (IOException | RuntimeException unreadable) {
            return "can't be read as a key";
        }
    }

    private static String agent(Destination destination, Map<String, String> environment) {
        Path socket = Agent.socket(destination, environment);
        if (socket == null) {
            return "none";
        }
        String from = destination.identityAgent() == null ? " (SSH_AUTH_SOCK)" : " (IdentityAgent)";
        try (Agent agent = new Agent(socket)) {
            int keys = agent.identities().size();
            return socket + from + ": " + (keys == 1 ? "1 key" : keys + " keys");
        } catch (IOException unusable) {
            return socket + from + ": does not answer";
        }
    }

    private void hostKeys(Destination destination) {
        addUnless(destination.hostKeyAlias() == null, "Host key alias", destination.keyName());
        List<Path> files = new ArrayList<>(destination.knownHostsFiles());
        files.addAll(destination.globalKnownHostsFiles());
        files.forEach(file -> add("Known hosts", file + (Files.exists(file) ? "" : ": missing")));
        add(
                "Unknown keys",
                switch (destination.strict()) {
                    case ASK -> "you are asked";
                    case YES -> "are refused";
                    case ACCEPT_NEW, NO -> "are accepted and added";
                });
    }

    private void rest(Destination destination) {
        Destination.Preferences chosen = destination.preferences();
        algorithms("Key exchange", Algorithms.known("kexalgorithms", chosen.keyExchanges()));
        algorithms("Host keys", Algorithms.known("hostkeyalgorithms", chosen.hostKeys()));
        algorithms("Ciphers", Algorithms.known("ciphers", chosen.ciphers()));
        algorithms("MACs", Algorithms.known("macs", chosen.macs()));
        for (String option : destination.unsupported()) {
            add("Only OpenSSH", option);
        }
    }

    /** Without a choice they are Berth's own. */
    private void algorithms(String topic, List<String> chosen) {
        addUnless(chosen.isEmpty(), topic, String.join(", ", chosen));
    }
}

package dev.berth.ssh;

import dev.berth.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPublickey;
import org.jspecify.annotations.Nullable;

/** Offers keys as ssh does: those of the agent that the configuration names, the agent's others, then key files. */
final class KeyLogin {
    private final Destination destination;
    private final Map<String, String> environment;
    private final Questioner questioner;
    private final List<String> tried;

    /** Kept from one connect to the next, so that no passphrase is asked for twice. */
    private @Nullable List<KeyFile> keyFiles;

    private @Nullable Problem unanswered;

    /** @param tried takes a few words about each key that was offered */
    KeyLogin(Destination destination, Map<String, String> environment, Questioner questioner, List<String> tried) {
        this.destination = destination;
        this.environment = environment;
        this.questioner = questioner;
        this.tried = tried;
    }

    /** Nobody was there to give a passphrase; null where none was missing. */
    @Nullable
    Problem unanswered() {
        return unanswered;
    }

    boolean on(SSHClient client) throws UserAuthException, TransportException {
        List<KeyFile> files = keyFiles == null ? readKeyFiles() : keyFiles;
        keyFiles = files;
        List<KeyFile> left = new ArrayList<>(files);
        left.removeIf(file -> !file.whole());
        return agent(client, files, left) || files(client, left);
    }

    private List<KeyFile> readKeyFiles() {
        List<KeyFile> files = new ArrayList<>();
        for (Path path : destination.identityFiles()) {
            try {
                files.add(KeyFile.read(path));
            } catch (NoSuchFileException missing) {
                // the usual names are looked for, whether they are there or not
            } catch (IOException | RuntimeException unreadable) {
                tried.add(path + " (can't be read)");
            }
        }
        return files;
    }

    /** @param left loses the files whose key the agent has */
    private boolean agent(SSHClient client, List<KeyFile> files, List<KeyFile> left)
            throws UserAuthException, TransportException {
        Path socket = agentSocket();
        if (socket == null) {
            return false;
        }
        try (Agent agent = new Agent(socket)) {
            List<Agent.Identity> identities = order(agent.identities(), files);
            tried.add("ssh-agent with " + (identities.size() == 1 ? "1 key" : identities.size() + " keys"));
            for (Agent.Identity identity : identities) {
                if (!Login.allowed(client, "publickey")) {
                    return false;
                }
                left.removeIf(file -> file.is(identity.blob()));
                if (offer(client, new AgentMethod(agent, identity), "ssh-agent")) {
                    return true;
                }
            }
        } catch (UserAuthException | TransportException lost) {
            throw lost;
        } catch (IOException unusable) {
            tried.add("ssh-agent (can't be used at " + socket + ")");
        }
        return false;
    }

    private @Nullable Path agentSocket() {
        String named = destination.identityAgent();
        String path = named == null ? environment.get("SSH_AUTH_SOCK") : named;
        return path == null || path.isEmpty() || path.equals("none") || !Files.exists(Path.of(path))
                ? null
                : Path.of(path);
    }

    /** Those that the configuration names come first; with IdentitiesOnly, only those. */
    private List<Agent.Identity> order(List<Agent.Identity> identities, List<KeyFile> files) {
        List<Agent.Identity> named = new ArrayList<>();
        List<Agent.Identity> others = new ArrayList<>();
        for (Agent.Identity identity : identities) {
            (files.stream().anyMatch(file -> file.is(identity.blob())) ? named : others).add(identity);
        }
        if (!destination.identitiesOnly()) {
            named.addAll(others);
        }
        return named;
    }

    private boolean files(SSHClient client, List<KeyFile> files) throws UserAuthException, TransportException {
        for (KeyFile file : files) {
            tried.add(file.path().toString());
            boolean accepted = file.certified() && Login.allowed(client, "publickey") && offer(client, file, true)
                    || Login.allowed(client, "publickey") && offer(client, file, false);
            if (accepted) {
                return true;
            }
        }
        return false;
    }

    private boolean offer(SSHClient client, KeyFile file, boolean certificate)
            throws UserAuthException, TransportException {
        Questioner asked = destination.batchMode() ? new Nobody() : questioner;
        return offer(
                client,
                new OneTry(file.offer(client, asked, certificate)),
                file.path().toString());
    }

    /** A key that can't be used is noted, and the next one has its turn. */
    private boolean offer(SSHClient client, AuthMethod method, String what) throws TransportException {
        try {
            return Login.attempt(client, destination.user(), method, Login.PERSON);
        } catch (UserAuthException failed) {
            if (!client.isConnected()) {
                throw new TransportException(failed);
            }
            KeyUnusableException unusable = KeyUnusableException.in(failed);
            tried.remove(what);
            tried.add(what + " (" + (unusable == null ? "can't be used" : unusable.getMessage()) + ")");
            if (unusable != null && unusable.problem() != null) {
                unanswered = unusable.problem();
            }
            return false;
        }
    }

    /** sshj would offer an RSA key once for each of its signature algorithms, and sshd counts each. */
    private static final class OneTry extends AuthPublickey {
        OneTry(KeyProvider key) {
            super(key);
        }

        @Override
        public boolean shouldRetry() {
            return false;
        }
    }
}

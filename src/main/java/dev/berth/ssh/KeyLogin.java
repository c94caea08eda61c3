package dev.berth.ssh;

import dev.berth.api.Problem;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import org.jspecify.annotations.Nullable;

/** Offers keys, those that the configuration names first, and no more than a server has patience for. */
final class KeyLogin {
    /** sshd's MaxAuthTries: it ends the connection at the sixth refusal. */
    private static final int PATIENCE = 6;

    private final Destination destination;
    private final Map<String, String> environment;
    private final Questioner questioner;
    private final Tried tried;

    /** Kept from one connect to the next, so that no passphrase is asked for twice. */
    private @Nullable List<KeyFile> keyFiles;

    private final List<Offer> offered = new ArrayList<>();
    private @Nullable Problem unanswered;

    /** @param tried takes a few words about each key that was offered */
    KeyLogin(Destination destination, Map<String, String> environment, Questioner questioner, Tried tried) {
        this.destination = destination;
        this.environment = environment;
        this.questioner = destination.batchMode() ? new Nobody() : questioner;
        this.tried = tried;
    }

    /** Nobody was there to give a passphrase; null where none was missing. */
    @Nullable
    Problem unanswered() {
        return unanswered;
    }

    /** A new connection: the server has seen no key yet. */
    void begin() {
        offered.clear();
    }

    /**
     * Offers those keys that this connection has not seen yet: a server may want several, one after the other.
     *
     * @param spare refusals that other methods need later
     */
    boolean on(SSHClient client, int spare) throws UserAuthException, TransportException {
        List<KeyFile> files = keyFiles == null ? readKeyFiles() : keyFiles;
        keyFiles = files;
        Agent agent = agent();
        if (agent == null) {
            return offer(client, files, List.of(), spare);
        }
        try (agent) {
            return offer(client, files, identities(agent), spare);
        } catch (UserAuthException | TransportException lost) {
            throw lost;
        } catch (IOException unclosed) {
            throw new TransportException(unclosed);
        }
    }

    private boolean offer(SSHClient client, List<KeyFile> files, List<Agent.Identity> held, int spare)
            throws TransportException {
        List<Offer> offers =
                new ArrayList<>(new Identities(destination, files, held, questioner).offers(certificates(files)));
        offers.removeIf(offer -> offered.stream().anyMatch(offer::same));
        leave(offers, PATIENCE - spare - offered.size());
        for (Offer offer : offers) {
            if (!Login.allowed(client, "publickey")) {
                return false;
            }
            if (offer(client, offer)) {
                return true;
            }
        }
        return false;
    }

    /** Keys of the agent that nobody named give way first. */
    private void leave(List<Offer> offers, int room) {
        int before = offers.size();
        for (int i = before - 1; i >= 0 && offers.size() > room; i--) {
            if (!offers.get(i).named()) {
                offers.remove(i);
            }
        }
        tried.leave(before - offers.size());
    }

    private List<KeyFile> readKeyFiles() {
        List<KeyFile> files = new ArrayList<>();
        for (Path path : destination.identityFiles()) {
            try {
                files.add(KeyFile.read(path));
            } catch (NoSuchFileException missing) {
                // the usual names are looked for, whether they are there or not
            } catch (IOException | RuntimeException unreadable) {
                tried.unusable(path.toString(), "can't be read");
            }
        }
        return files;
    }

    private List<UserCertificate> certificates(List<KeyFile> files) {
        List<UserCertificate> certificates = new ArrayList<>();
        for (Path path : destination.certificateFiles()) {
            try {
                certificates.add(UserCertificate.read(path));
            } catch (IOException unreadable) {
                tried.unusable(path.toString(), "can't be read");
            }
        }
        for (KeyFile file : files) {
            try {
                certificates.add(UserCertificate.read(file.certificatePath()));
            } catch (IOException none) {
                // most keys have none
            }
        }
        return certificates;
    }

    private @Nullable Agent agent() {
        Path socket = Agent.socket(destination, environment);
        if (socket == null) {
            return null;
        }
        try {
            return new Agent(socket);
        } catch (IOException unusable) {
            tried.unusable("ssh-agent", "can't be used at " + socket);
            return null;
        }
    }

    private List<Agent.Identity> identities(Agent agent) {
        try {
            return agent.identities();
        } catch (IOException unusable) {
            tried.unusable("ssh-agent", "does not tell its keys");
            return List.of();
        }
    }

    /** A key that can't be used is noted, and the next one has its turn. */
    private boolean offer(SSHClient client, Offer offer) throws TransportException {
        offered.add(offer);
        if (offer.what().isEmpty()) {
            tried.addAgentKey();
        } else {
            tried.add(offer.what());
        }
        Offering offering = new Offering(offer.maker().on(client), client, Login.ANSWER);
        try (offering) {
            return Login.attempt(client, destination.user(), offering, Login.PERSON);
        } catch (UserAuthException | TransportException failed) {
            if (offering.late()) {
                throw Login.late(failed);
            }
            if (failed instanceof TransportException lost) {
                throw lost;
            }
            if (!client.isConnected() || failed.getCause() instanceof TransportException) {
                throw new TransportException(failed);
            }
            KeyUnusableException unusable = KeyUnusableException.in(failed);
            String what = offer.what().isEmpty() ? "a key of ssh-agent" : offer.what();
            tried.unusable(what, unusable == null ? "can't be used" : String.valueOf(unusable.getMessage()));
            if (unusable != null && unusable.problem() != null) {
                unanswered = unusable.problem();
            }
            return false;
        }
    }
}

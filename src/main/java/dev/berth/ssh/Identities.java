package dev.berth.ssh;

import java.util.ArrayList;
import java.util.List;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.method.AuthPublickey;

/**
 * Puts the keys there are in the order they are offered in. It is ssh's (certificates, keys of the agent that the
 * configuration names, the agent's others, key files), but that key files which were named and need no passphrase come
 * before the agent's others: a server may have no patience left after those.
 */
final class Identities {
    private final Destination destination;
    private final List<KeyFile> files;
    private final List<Agent.Identity> held;
    private final Questioner questioner;
    private final List<Offer> offers = new ArrayList<>();

    /**
     * @param held the agent's keys
     * @param questioner is asked for passphrases
     */
    Identities(Destination destination, List<KeyFile> files, List<Agent.Identity> held, Questioner questioner) {
        this.destination = destination;
        this.files = files;
        this.held = held;
        this.questioner = questioner;
    }

    /** @param certificates those the configuration names, then those found beside key files */
    List<Offer> offers(List<UserCertificate> certificates) {
        certificates.forEach(this::certificate);
        for (KeyFile file : files) {
            held.stream().filter(key -> file.is(key.blob())).forEach(key -> agentKey(key, true));
        }
        if (destination.identitiesNamed()) {
            files.stream().filter(file -> !file.encrypted()).forEach(this::keyFile);
        }
        if (!destination.identitiesOnly()) {
            held.forEach(key -> agentKey(key, false));
        }
        files.forEach(this::keyFile);
        return List.copyOf(offers);
    }

    /** Signed for by whoever has its key; the agent first, since it needs no passphrase. */
    private void certificate(UserCertificate certificate) {
        String what = certificate.path().toString();
        for (Agent.Identity key : held) {
            if (certificate.isFor(key.blob())) {
                add(new Offer(certificate.blob(), what, true, client -> new AgentMethod(key, certificate.blob())));
                return;
            }
        }
        for (KeyFile file : files) {
            if (file.whole() && file.signsFor(certificate)) {
                add(offer(file, what, certificate.blob()));
                return;
            }
        }
    }

    private void agentKey(Agent.Identity key, boolean named) {
        add(new Offer(key.blob(), "", named, client -> new AgentMethod(key, key.blob())));
    }

    private void keyFile(KeyFile file) {
        if (file.whole()) {
            add(offer(file, file.path().toString(), file.publicBlob()));
        }
    }

    /** @param blob the key or its certificate; empty where only the passphrase tells the key */
    private Offer offer(KeyFile file, String what, byte[] blob) {
        return new Offer(blob, what, true, client -> new OneTry(file.offer(client, questioner, blob)));
    }

    private void add(Offer offer) {
        if (offers.stream().noneMatch(offer::same)) {
            offers.add(offer);
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

package dev.berth.fleet;

import dev.berth.api.HostFact;
import dev.berth.api.LinkKind;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.local.LocalLink;
import dev.berth.ssh.Description;
import dev.berth.ssh.Destination;
import dev.berth.ssh.SshConfiguration;
import dev.berth.ssh.SshjDialer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Knows the hosts there are and how each is dialled. The one place that chooses between kinds of links. */
final class Dialing {
    /** The machine itself, also where an alias of the ssh configuration has that name. */
    private static final String LOCAL = "local";

    private final SshConfiguration configuration;
    private final Passphrases passphrases = new Passphrases();
    private final boolean local;
    private volatile Map<String, String> environment;

    /** @param local the machine itself is a host, too */
    Dialing(SshConfiguration configuration, boolean local, Map<String, String> environment) {
        this.configuration = configuration;
        this.local = local;
        this.environment = Map.copyOf(environment);
    }

    void environment(Map<String, String> newest) {
        environment = Map.copyOf(newest);
    }

    List<String> hosts() {
        List<String> hosts = new ArrayList<>(configuration.aliases());
        if (local) {
            hosts.remove(LOCAL);
            hosts.add(LOCAL);
        }
        return hosts;
    }

    private boolean isHere(String host) {
        return local && host.equals(LOCAL);
    }

    /** A host's name, also of a pasted line of ssh. */
    String name(String host) throws ProblemException {
        return configuration.name(host, environment);
    }

    /** Refuses a word that ssh would not know either: no alias, no pattern of the configuration, no name that resolves. */
    void check(String host) throws ProblemException {
        if (isHere(host) || configuration.knows(host)) {
            return;
        }
        try {
            resolve(host);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Problem.of(Problem.Code.INTERRUPTED, "Looking for " + host + " was interrupted.")
                    .asException(stopped);
        }
    }

    private Destination resolve(String host) throws ProblemException, InterruptedException {
        return configuration.resolve(host, environment);
    }

    /** The forwards that ssh would make for this host, as its options spell them. */
    List<String> forwards(String host) throws ProblemException, InterruptedException {
        check(host);
        return isHere(host) ? List.of() : configuration.forwards(host, environment);
    }

    /** What a dial would use. */
    List<HostFact> describe(String host) throws ProblemException, InterruptedException {
        return isHere(host) ? List.of() : Description.of(resolve(host), environment);
    }

    /** @throws ProblemException where the configuration is broken, or nothing is known of such a host */
    Way way(String host) throws ProblemException, InterruptedException {
        Map<String, String> now = environment;
        if (isHere(host)) {
            String user = System.getProperty("user.name");
            return new Way("this machine", user, LinkKind.LOCAL, (questioner, journal) -> new LocalLink(now));
        }
        Destination destination = configuration.resolve(host, now);
        String at =
                destination.port() == 22 ? destination.hostName() : destination.hostName() + ":" + destination.port();
        return new Way(
                at,
                destination.user(),
                LinkKind.SSHJ,
                (questioner, journal) -> SshjDialer.dial(destination, now, passphrases.before(questioner), journal));
    }
}

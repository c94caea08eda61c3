package dev.berth.fleet;

import dev.berth.api.HostFact;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import dev.berth.ssh.Description;
import dev.berth.ssh.Destination;
import dev.berth.ssh.Questioner;
import dev.berth.ssh.SshConfiguration;
import dev.berth.ssh.SshjDialer;
import java.util.List;
import java.util.Map;

/** Knows the hosts there are and how each is dialled. The one place that chooses between kinds of links. */
final class Dialing {
    private final SshConfiguration configuration;
    private final Passphrases passphrases = new Passphrases();
    private volatile Map<String, String> environment;

    Dialing(SshConfiguration configuration, Map<String, String> environment) {
        this.configuration = configuration;
        this.environment = Map.copyOf(environment);
    }

    void environment(Map<String, String> newest) {
        environment = Map.copyOf(newest);
    }

    List<String> hosts() {
        return configuration.aliases();
    }

    /** A host's name, also of a pasted line of ssh. */
    String name(String host) throws ProblemException {
        return configuration.name(host, environment);
    }

    /** Refuses a word that ssh would not know either: no alias, no pattern of the configuration, no name that resolves. */
    void check(String host) throws ProblemException {
        if (configuration.knows(host)) {
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

    Destination resolve(String host) throws ProblemException, InterruptedException {
        return configuration.resolve(host, environment);
    }

    /** The forwards that ssh would make for this host, as its options spell them. */
    List<String> forwards(String host) throws ProblemException, InterruptedException {
        check(host);
        return configuration.forwards(host, environment);
    }

    /** What a dial would use. */
    List<HostFact> describe(String host) throws ProblemException, InterruptedException {
        return Description.of(resolve(host), environment);
    }

    Link dial(Destination destination, Questioner questioner, CommandJournal journal)
            throws ProblemException, InterruptedException {
        return SshjDialer.dial(destination, environment, passphrases.before(questioner), journal);
    }
}

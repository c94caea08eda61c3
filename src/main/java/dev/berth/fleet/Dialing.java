package dev.berth.fleet;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
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

    /** Refuses a word that is neither an alias nor {@code user@host}. */
    void check(String host) throws ProblemException {
        if (!configuration.knows(host)) {
            throw Problem.of(
                            Problem.Code.HOST_UNKNOWN,
                            "There is no host " + host + " in the ssh configuration.",
                            "See berth hosts, or write user@" + host + ".")
                    .asException();
        }
    }

    Destination resolve(String host) throws ProblemException, InterruptedException {
        return configuration.resolve(host, environment);
    }

    Link dial(Destination destination, Questioner questioner, CommandJournal journal)
            throws ProblemException, InterruptedException {
        return SshjDialer.dial(destination, environment, passphrases.before(questioner), journal);
    }
}

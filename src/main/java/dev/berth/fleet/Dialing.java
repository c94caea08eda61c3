package dev.berth.fleet;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.config.LinkChoice;
import dev.berth.config.LinkChoices;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import dev.berth.mux.MuxDialer;
import dev.berth.mux.Target;
import dev.berth.ssh.Destination;
import dev.berth.ssh.SshConfiguration;
import dev.berth.ssh.SshjDialer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Knows the hosts there are and how each is dialled. The one place that chooses between kinds of links. */
final class Dialing {
    private final SshConfiguration configuration;
    private final LinkChoices links;
    private volatile Map<String, String> environment;

    Dialing(SshConfiguration configuration, LinkChoices links, Map<String, String> environment) {
        this.configuration = configuration;
        this.links = links;
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

    /** A master of the user's that lives needs no second login, so it comes first wherever OpenSSH may be used. */
    Link dial(Destination destination, DialQuestions questions, CommandJournal journal)
            throws ProblemException, InterruptedException {
        LinkChoice choice = links.of(destination.alias());
        if (choice != LinkChoice.SSHJ) {
            Link live = live(destination);
            if (live != null) {
                return live;
            }
            if (choice == LinkChoice.MUX || needsOpenSsh(destination)) {
                return MuxDialer.dial(target(destination), questions, journal);
            }
        }
        return SshjDialer.dial(destination, environment, questions, journal);
    }

    private static @Nullable Link live(Destination destination) {
        return destination.controlPath() == null
                ? null
                : MuxDialer.live(destination.alias(), destination.controlPath());
    }

    /** The configuration asks for what only OpenSSH can do, or has it go through a jump host's live master. */
    private static boolean needsOpenSsh(Destination destination) {
        return Stream.concat(destination.jumps().stream(), Stream.of(destination))
                        .anyMatch(hop -> !hop.unsupported().isEmpty())
                || destination.jumps().stream()
                        .anyMatch(hop -> hop.controlPath() != null && MuxDialer.lives(hop.controlPath()));
    }

    private Target target(Destination destination) throws ProblemException {
        SshConfiguration.Invocation invocation = configuration.invocation(destination.alias(), environment);
        if (invocation == null) {
            throw Problem.of(
                            Problem.Code.NOT_SUPPORTED,
                            destination.alias() + " is to be reached by OpenSSH, which is not installed here.",
                            "Install the OpenSSH client (openssh-client).")
                    .asException();
        }
        return new Target(
                destination.alias(),
                invocation.client(),
                invocation.arguments(),
                destination.server(),
                destination.knownHostsFiles(),
                destination.connectTimeout(),
                environment);
    }
}

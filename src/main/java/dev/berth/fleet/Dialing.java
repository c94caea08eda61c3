package dev.berth.fleet;

import dev.berth.api.HostFact;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.config.LinkChoice;
import dev.berth.config.LinkChoices;
import dev.berth.hostkey.Server;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import dev.berth.local.LocalLink;
import dev.berth.mux.MuxDialer;
import dev.berth.mux.Target;
import dev.berth.ssh.Description;
import dev.berth.ssh.Destination;
import dev.berth.ssh.SshConfiguration;
import dev.berth.ssh.SshjDialer;
import dev.berth.ssh.Startups;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Knows the hosts there are and how each is dialled. The one place that chooses between kinds of links. */
final class Dialing {
    /** The machine itself, also where an alias of the ssh configuration has that name. */
    private static final String LOCAL = "local";

    private final SshConfiguration configuration;
    private final Passphrases passphrases = new Passphrases();
    private final Map<String, String> groups;
    private final LinkChoices links;
    private final boolean local;
    /** Hosts whose algorithms OpenSSH has, and our own SSH has not. */
    private final Set<String> othersAlgorithms = ConcurrentHashMap.newKeySet();

    private volatile Map<String, String> environment;
    /** The files that hosts were found in when they were last looked for. */
    private volatile Map<String, String> included = Map.of();

    /** @param local the machine itself is a host, too */
    Dialing(
            SshConfiguration configuration,
            boolean local,
            Map<String, String> groups,
            LinkChoices links,
            Map<String, String> environment) {
        this.configuration = configuration;
        this.local = local;
        this.groups = Map.copyOf(groups);
        this.links = links;
        this.environment = Map.copyOf(environment);
    }

    void environment(Map<String, String> newest) {
        environment = Map.copyOf(newest);
    }

    List<String> hosts() {
        Map<String, String> found = configuration.listed();
        included = found;
        List<String> hosts = new ArrayList<>(found.keySet());
        if (local) {
            hosts.remove(LOCAL);
            hosts.add(LOCAL);
        }
        return hosts;
    }

    /** What a host is listed under: its group in config.yaml, else the file it comes from; null where that is the main one. */
    @Nullable
    String group(String host) {
        String group = groups.getOrDefault(host, included.getOrDefault(host, ""));
        return group.isEmpty() ? null : group;
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
        if (isHere(host)) {
            return List.of();
        }
        Destination destination = resolve(host);
        List<HostFact> facts = new ArrayList<>(List.of(new HostFact("Link", link(destination))));
        facts.addAll(Description.of(destination, environment));
        configuration.origins(host, environment).forEach(origin -> facts.add(new HostFact("Set at", origin)));
        return List.copyOf(facts);
    }

    private String link(Destination destination) {
        LinkChoice choice = links.of(destination.alias());
        boolean needed = needsOpenSsh(destination);
        if (choice == LinkChoice.SSHJ) {
            return needed ? "sshj (config.yaml), without what only OpenSSH can do" : "sshj (config.yaml)";
        }
        Path master = destination.controlPath();
        if (master != null && MuxDialer.lives(master)) {
            return "mux: your master at " + master;
        }
        if (choice == LinkChoice.MUX) {
            return "mux (config.yaml)";
        }
        return needed ? "mux, for what only OpenSSH can do" : "sshj";
    }

    /** @throws ProblemException where the configuration is broken, or nothing is known of such a host */
    Way way(String host) throws ProblemException, InterruptedException {
        Map<String, String> now = environment;
        if (isHere(host)) {
            String user = System.getProperty("user.name");
            return new Way("this machine", user, (questions, journal) -> new LocalLink(now));
        }
        Destination destination = configuration.resolve(host, now);
        String at =
                destination.port() == 22 ? destination.hostName() : destination.hostName() + ":" + destination.port();
        return new Way(at, destination.user(), (questions, journal) -> dial(destination, now, questions, journal));
    }

    /** A master of the user's that lives needs no second login, so it comes first wherever OpenSSH may be used. */
    private Link dial(Destination destination, Map<String, String> now, DialQuestions questions, CommandJournal journal)
            throws ProblemException, InterruptedException {
        LinkChoice choice = links.of(destination.alias());
        if (choice != LinkChoice.SSHJ) {
            Link live = live(destination);
            if (live != null) {
                return live;
            }
            if (choice == LinkChoice.MUX || needsOpenSsh(destination)) {
                return overMaster(destination, now, questions, journal);
            }
        }
        try {
            return SshjDialer.dial(destination, now, passphrases.before(questions), journal);
        } catch (ProblemException failed) {
            if (choice != LinkChoice.AUTO || failed.problem().code() != Problem.Code.NO_SHARED_ALGORITHM) {
                throw failed;
            }
            return byOpenSsh(destination, now, questions, journal, failed);
        }
    }

    /** OpenSSH has algorithms that our own SSH lacks. Where it gets in, it goes first from then on. */
    private Link byOpenSsh(
            Destination destination,
            Map<String, String> now,
            DialQuestions questions,
            CommandJournal journal,
            ProblemException failed)
            throws ProblemException, InterruptedException {
        if (configuration.invocation(destination.alias(), now) == null) {
            throw failed;
        }
        Link link = overMaster(destination, now, questions, journal);
        othersAlgorithms.add(destination.alias());
        return link;
    }

    private Link overMaster(
            Destination destination, Map<String, String> now, DialQuestions questions, CommandJournal journal)
            throws ProblemException, InterruptedException {
        try (Startups.Place place = Startups.SHARED.before(destination)) {
            place.await();
            return MuxDialer.dial(target(destination, now), questions, journal);
        }
    }

    private static @Nullable Link live(Destination destination) throws InterruptedException {
        return destination.controlPath() == null
                ? null
                : MuxDialer.live(
                        destination.alias(),
                        destination.controlPath(),
                        destination.serverAlive().pace(),
                        destination.shell());
    }

    /** The host or its configuration asks for what only OpenSSH can do, or it is behind a jump host's live master. */
    private boolean needsOpenSsh(Destination destination) {
        return othersAlgorithms.contains(destination.alias())
                || Stream.concat(destination.jumps().stream(), Stream.of(destination))
                        .anyMatch(hop -> !hop.unsupported().isEmpty())
                || destination.jumps().stream()
                        .anyMatch(hop -> hop.controlPath() != null && MuxDialer.lives(hop.controlPath()));
    }

    private static List<Server> keyServers(Destination destination) {
        List<Server> servers = new ArrayList<>();
        destination.jumps().forEach(jump -> servers.add(jump.keyServer(true)));
        servers.add(destination.keyServer(false));
        return servers;
    }

    private static Duration longest(Destination destination) {
        return Stream.concat(destination.jumps().stream(), Stream.of(destination))
                .map(Destination::connectTimeout)
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private Target target(Destination destination, Map<String, String> now) throws ProblemException {
        SshConfiguration.Invocation invocation = configuration.invocation(destination.alias(), now);
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
                keyServers(destination),
                !destination.jumps().isEmpty() || destination.proxyCommand() != null,
                longest(destination),
                destination.serverAlive().pace(),
                destination.shell(),
                now);
    }
}

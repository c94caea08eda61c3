package dev.berth.jupyter;

import dev.berth.api.Container;
import dev.berth.api.ProblemException;
import dev.berth.docker.Docker;
import dev.berth.docker.Docker.ContainerProcess;
import dev.berth.jupyter.HostScan.Seen;
import dev.berth.link.CommandJournal;
import dev.berth.link.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the servers of a host. One scan of the host's processes tells where there are any, so that a container without
 * Jupyter costs nothing; a server once known costs one HTTP request a look.
 */
final class Finder {
    private static final Logger LOG = Logger.getLogger(Finder.class.getName());
    private static final Duration TO_SCAN = Duration.ofSeconds(15);
    private static final Duration TO_LOOK = Duration.ofSeconds(10);

    private final HostPlace hostPlace;
    private final @Nullable Docker docker;
    private final Ways ways;
    private final Verifier verifier;
    private final KnownServers known = new KnownServers();

    Finder(HostPlace hostPlace, @Nullable Docker docker, Ways ways, CommandJournal journal) {
        this.hostPlace = hostPlace;
        this.docker = docker;
        this.ways = ways;
        this.verifier = new Verifier(journal);
    }

    List<FoundServer> find(List<Container> containers, boolean poll) throws ProblemException {
        Map<String, Container> running = containers.stream()
                .filter(Container::running)
                .collect(Collectors.toMap(Container::id, container -> container, (a, b) -> a, LinkedHashMap::new));
        HostScan scan = scan(poll);
        known.retain(scan.processes());
        Map<String, List<Seen>> inside = new LinkedHashMap<>();
        List<Seen> onHost = new ArrayList<>();
        for (Seen seen : scan.processes()) {
            String id = seen.container(running.keySet());
            if (id != null) {
                inside.computeIfAbsent(id, none -> new ArrayList<>()).add(seen);
            } else if (!seen.nested()) {
                onHost.add(seen);
            }
        }
        List<Parallel.Task<List<FoundServer>>> looks = new ArrayList<>();
        inside.forEach((id, seen) -> looks.add(() -> lookInto(id, seen, poll)));
        if (scan.hidden()) {
            hiding(running, inside.keySet()).forEach(id -> looks.add(() -> lookInto(id, List.of(), poll)));
        }
        if (!onHost.isEmpty()) {
            looks.add(() -> look(hostPlace, onHost, poll));
        }
        return Parallel.all(looks).stream().flatMap(List::stream).toList();
    }

    /** Whatever is in one container, without a look at the host. */
    List<FoundServer> find(Place place) throws ProblemException {
        return look(place, List.of(), false);
    }

    private HostScan scan(boolean poll) throws ProblemException {
        Output output = hostPlace.run(Script.of("scan", Map.of()), TO_SCAN, poll);
        HostScan scan = HostScan.parse(output.out());
        if (!scan.whole()) {
            LOG.log(Level.INFO, "the scan of {0} did not end well: {1}", new Object[] {
                hostPlace.host(), RemoteLine.clean(output.err())
            });
            return new HostScan(true, false, scan.user(), scan.processes());
        }
        return scan;
    }

    /** Where the host hides others' processes from us, the engine shows its containers'. */
    private Set<String> hiding(Map<String, Container> running, Set<String> seen) {
        Set<String> ids = new LinkedHashSet<>(running.keySet());
        ids.removeAll(seen);
        List<Parallel.Task<String>> looks = new ArrayList<>();
        ids.forEach(id -> looks.add(() -> speaksOfJupyter(id) ? id : ""));
        return Parallel.some(looks).stream().filter(id -> !id.isEmpty()).collect(Collectors.toSet());
    }

    private boolean speaksOfJupyter(String id) throws ProblemException {
        for (ContainerProcess process : docker().processes(id)) {
            if (CommandLine.of(Arrays.asList(process.commandLine().split(" ", -1))) != null) {
                return true;
            }
        }
        return false;
    }

    private Docker docker() {
        if (docker == null) {
            throw new IllegalStateException("containers without an engine");
        }
        return docker;
    }

    /** A container that ends meanwhile, or can't be looked into, has no servers to show; the others' are not its fault. */
    private List<FoundServer> lookInto(String id, List<Seen> seen, boolean poll) {
        try {
            return look(new ContainerPlace(hostPlace.host(), docker(), docker().inspect(id), ways), seen, poll);
        } catch (ProblemException failure) {
            LOG.log(Level.FINE, "looking for servers in " + id, failure);
            return List.of();
        }
    }

    /** @param seen what the host saw of it; empty: look for oneself */
    private List<FoundServer> look(Place place, List<Seen> seen, boolean poll) throws ProblemException {
        List<ServerFacts> facts = known.facts(seen);
        if (facts == null) {
            String pids =
                    seen.stream().map(one -> Long.toString(one.innerPid())).collect(Collectors.joining(" "));
            Output output = place.run(Script.of("servers", Map.of("PIDS", pids)), Place.Rights.ALL, TO_LOOK);
            facts = ServerFacts.parse(output.out());
            known.note(seen, facts);
        }
        List<Parallel.Task<FoundServer>> checks = new ArrayList<>();
        facts.forEach(one -> checks.add(() -> verifier.verify(place, one, poll)));
        return Parallel.some(checks);
    }
}

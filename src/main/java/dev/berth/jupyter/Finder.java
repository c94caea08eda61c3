package dev.berth.jupyter;

import dev.berth.api.Container;
import dev.berth.api.ProblemException;
import dev.berth.docker.Docker;
import dev.berth.docker.Docker.ContainerProcess;
import dev.berth.jupyter.HostScan.Seen;
import dev.berth.jupyter.KnownServers.Known;
import dev.berth.link.CommandJournal;
import dev.berth.link.Output;
import dev.berth.route.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final Verifier verifier;
    private final KnownServers known = new KnownServers();

    Finder(HostPlace hostPlace, @Nullable Docker docker, CommandJournal journal) {
        this.hostPlace = hostPlace;
        this.docker = docker;
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
        inside.forEach((id, seen) -> looks.add(() -> lookInto(named(running, id), seen, poll)));
        if (scan.hidden()) {
            hiding(running, inside.keySet())
                    .forEach(id -> looks.add(() -> lookInto(named(running, id), List.of(), poll)));
        }
        if (!onHost.isEmpty()) {
            looks.add(() -> lookAround(onHost, poll));
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

    private static Container named(Map<String, Container> running, String id) {
        return Objects.requireNonNull(running.get(id));
    }

    /** A container that ends meanwhile, or can't be looked into, has no servers to show; the others' are not its fault. */
    private List<FoundServer> lookInto(Container container, List<Seen> seen, boolean poll) {
        try {
            List<Known> before = known.all(seen, container.name());
            return before == null ? look(place(container.id()), seen, poll) : verify(before, poll);
        } catch (ProblemException failure) {
            LOG.log(Level.FINE, "looking for servers in " + container.name(), failure);
            return List.of();
        }
    }

    private Place place(String id) throws ProblemException {
        return new ContainerPlace(hostPlace.host(), hostPlace.link(), docker(), docker().inspect(id));
    }

    private List<FoundServer> lookAround(List<Seen> seen, boolean poll) throws ProblemException {
        List<Known> before = known.all(seen, null);
        return before == null ? look(hostPlace, seen, poll) : verify(before, poll);
    }

    /** @param seen what the host saw of it; empty: look for oneself */
    private List<FoundServer> look(Place place, List<Seen> seen, boolean poll) throws ProblemException {
        String pids = seen.stream().map(one -> Long.toString(one.innerPid())).collect(Collectors.joining(" "));
        List<Parallel.Task<FoundServer>> checks = new ArrayList<>();
        for (ServerFacts told : facts(place, Place.Rights.ROOT, pids)) {
            checks.add(() -> {
                ServerFacts facts = unsealed(place, told);
                String socket = facts.socket();
                Route route = socket == null ? place.route(facts.port(), facts.listeners()) : place.route(socket);
                FoundServer server = verifier.verify(place, facts, route, poll);
                known.note(seen, new Known(place, facts, route), server);
                return server;
            });
        }
        return Parallel.some(checks);
    }

    private static List<ServerFacts> facts(Place place, Place.Rights rights, String pids) throws ProblemException {
        return ServerFacts.parse(place.run(Script.of("servers", Map.of("PIDS", pids)), rights, TO_LOOK)
                .out());
    }

    /** What a container's root may not look into, its own user may. */
    private static ServerFacts unsealed(Place place, ServerFacts told) throws ProblemException {
        if (!told.sealed() || told.uid() < 0 || place.containerId() == null) {
            return told;
        }
        List<ServerFacts> facts = facts(place, Place.Rights.of(told.uid()), Long.toString(told.pid()));
        return facts.isEmpty() ? told : facts.getFirst();
    }

    private List<FoundServer> verify(List<Known> before, boolean poll) {
        List<Parallel.Task<FoundServer>> checks = new ArrayList<>();
        for (Known one : before) {
            checks.add(() -> {
                FoundServer recent = poll ? known.recent(one) : null;
                if (recent != null) {
                    return recent;
                }
                FoundServer server = verifier.verify(one.place(), one.facts(), one.route(), poll);
                known.noteAgain(one, server);
                return server;
            });
        }
        return Parallel.some(checks);
    }
}

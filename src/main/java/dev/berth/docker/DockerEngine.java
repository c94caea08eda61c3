package dev.berth.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.command.ListContainersCmd;
import com.github.dockerjava.api.command.ListVolumesResponse;
import com.github.dockerjava.api.command.TopContainerResponse;
import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.core.DockerClientImpl;
import dev.berth.api.Container;
import dev.berth.api.ContainerChange;
import dev.berth.api.Event;
import dev.berth.api.Image;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.Volume;
import dev.berth.http.HttpRequest;
import dev.berth.link.CommandJournal;
import dev.berth.link.DeadlineException;
import dev.berth.link.Link;
import dev.berth.link.Output;
import dev.berth.link.RemoteCommand;
import dev.berth.link.RemotePty;
import dev.berth.link.Runs;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A host's engine, spoken with over the host's link. */
public final class DockerEngine implements Docker {
    private static final Duration LIST_DEADLINE = Duration.ofSeconds(10);
    /** Sizes are what the engine finds by walking through all that the containers wrote. */
    private static final Duration SIZE_DEADLINE = Duration.ofMinutes(3);

    /** For each of the containers a list has to look at: one that hangs must not hold up the others for long. */
    private static final Duration LOOK_DEADLINE = Duration.ofSeconds(3);

    private static final String NAME_OR_ID = "[a-zA-Z0-9][a-zA-Z0-9_.-]*";

    private final String host;
    private final Link link;
    private final CommandJournal journal;
    private final EngineConnections connections;
    private final EngineVersion version;
    private final DockerClient asked;
    private final DockerClient polled;
    private final DockerClient looking;
    private final EngineExec exec;
    private final GrantCache grants;
    private final BoxLogins logins;
    /** Asked for once, by one thread: whoever else asks meanwhile asks again. */
    private volatile @Nullable String root;

    private DockerEngine(String host, Link link, CommandJournal journal, EngineSearch.Found found) {
        this.host = host;
        this.link = link;
        this.journal = journal;
        this.connections = found.connections();
        this.version = found.version();
        this.asked = client(false, LIST_DEADLINE);
        this.polled = client(true, LIST_DEADLINE);
        this.looking = client(true, LOOK_DEADLINE);
        this.exec = new EngineExec(link, connections, journal, asked, version.api());
        this.grants = new GrantCache(this::defaultRuntime);
        this.logins = new BoxLogins(link, journal, found.bySudo());
    }

    /**
     * Finds the host's engine and the way to it.
     *
     * @throws ProblemException DOCKER_MISSING, DOCKER_DENIED or DOCKER_UNREACHABLE with what to do about it
     */
    public static DockerEngine connect(String host, Link link, CommandJournal journal) throws ProblemException {
        return new DockerEngine(host, link, journal, new EngineSearch(host, link, journal).find());
    }

    private DockerClient client(boolean poll, Duration deadline) {
        return DockerClientImpl.getInstance(
                new EngineConfig(version.api()), new LinkDockerHttpClient(connections, journal, poll, deadline));
    }

    @Override
    public String root() throws ProblemException {
        String known = root;
        if (known == null) {
            known = ask(() -> String.valueOf(looking.infoCmd().exec().getDockerRootDir()));
            root = known;
        }
        return known;
    }

    private String defaultRuntime() {
        Object runtime = looking.infoCmd().exec().getRawValues().get("DefaultRuntime");
        return runtime == null ? "" : runtime.toString();
    }

    @Override
    public String version() {
        return version.engine();
    }

    @Override
    public List<Container> containers(boolean all, boolean size, List<String> filters, boolean poll)
            throws ProblemException {
        DockerClient client = size ? client(poll, SIZE_DEADLINE) : poll ? polled : asked;
        ListContainersCmd list = client.listContainersCmd().withShowAll(all).withShowSize(size);
        grouped(filters).forEach(list::withFilter);
        List<com.github.dockerjava.api.model.Container> rows = ask(list::exec);
        List<String> ids = rows.stream().map(row -> row.getId()).toList();
        grants.learn(ids, id -> looking.inspectContainerCmd(id).exec());
        if (all && filters.isEmpty()) {
            grants.keepOnly(ids);
        }
        return ask(() -> rows.stream()
                .map(row -> ContainerRows.of(host, row, size, grants.get(row.getId())))
                .toList());
    }

    private Map<String, List<String>> grouped(List<String> filters) throws ProblemException {
        Map<String, List<String>> grouped = new LinkedHashMap<>();
        for (String filter : filters) {
            int equals = filter.indexOf('=');
            if (equals <= 0) {
                throw Problem.of(Code.USAGE, "A filter is KEY=VALUE, such as status=exited; not: " + filter)
                        .asException();
            }
            grouped.computeIfAbsent(filter.substring(0, equals), key -> new ArrayList<>())
                    .add(filter.substring(equals + 1));
        }
        return grouped;
    }

    @Override
    public ContainerDetails inspect(String container) throws ProblemException {
        InspectContainerResponse found = look(container);
        return ask(() -> ContainerRows.details(found));
    }

    private InspectContainerResponse look(String container) throws ProblemException {
        if (!container.matches(NAME_OR_ID)) {
            throw unresolved(container, null);
        }
        try {
            return ask(() -> asked.inspectContainerCmd(container).exec());
        } catch (ProblemException failure) {
            // an ambiguous start of an id is 400 or 404, with the release
            throw failure.getCause() instanceof NotFoundException || failure.getCause() instanceof BadRequestException
                    ? unresolved(container, failure)
                    : failure;
        }
    }

    private ProblemException unresolved(String container, @Nullable Throwable cause) throws ProblemException {
        List<Container> all = ask(() -> asked.listContainersCmd().withShowAll(true).exec().stream()
                .map(row -> ContainerRows.of(host, row, false, null))
                .toList());
        return ContainerNames.unresolved(host, container, all).asException(cause);
    }

    @Override
    public AutoCloseable events(Consumer<ContainerEvent> events, Consumer<@Nullable Problem> ended)
            throws ProblemException {
        try {
            EngineEvents stream = new EngineEvents(connections, connections.open(), events, ended);
            stream.start(version.api(), journal, failure -> EngineFailures.of(host, link, failure));
            return stream;
        } catch (IOException failure) {
            throw EngineFailures.of(host, link, failure).asException(failure);
        }
    }

    @Override
    public List<ContainerEvent> deaths(Instant since) throws ProblemException {
        return ask(() -> EngineEvents.deaths(connections, journal, version.api(), since, LIST_DEADLINE));
    }

    @Override
    public Output exec(String container, ContainerCommand command, byte[] input, Duration deadline, int limit)
            throws ProblemException {
        long start = System.nanoTime();
        RemoteCommand running = execStream(container, command);
        String executable = command.argv().getFirst();
        try {
            Duration left = deadline.minusNanos(System.nanoTime() - start);
            return MissingExecutable.told(Runs.toEnd(running, executable, input, left, limit), executable);
        } catch (DeadlineException late) {
            throw Problem.of(
                            Code.TIMEOUT,
                            executable + " in container " + container + " on " + host + " did not end in "
                                    + Math.max(1, deadline.toSeconds()) + " s.")
                    .asException(late);
        } catch (IOException failure) {
            throw EngineFailures.of(host, link, failure).asException(failure);
        }
    }

    @Override
    public void execDetached(String container, ContainerCommand command) throws ProblemException {
        started(container, command, () -> {
            exec.detached(container, command);
            return true;
        });
    }

    @Override
    public RemoteCommand execStream(String container, ContainerCommand command) throws ProblemException {
        return started(container, command, () -> exec.attached(container, command));
    }

    @Override
    public RemotePty pty(String container, ContainerCommand command, int columns, int rows) throws ProblemException {
        return started(container, command, () -> exec.onPty(container, command, columns, rows));
    }

    /** Something that asks the engine. */
    private interface Call<T> {
        T run() throws IOException;
    }

    private <T> T started(String container, ContainerCommand command, Call<T> start) throws ProblemException {
        try {
            return start.run();
        } catch (NotFoundException missing) {
            throw unresolved(container, missing);
        } catch (ConflictException stopped) {
            throw notRunning(container, stopped);
        } catch (EngineExec.StartRefusedException refused) {
            throw refused.status() == 409 ? notRunning(container, refused) : refused(container, command, refused);
        } catch (IOException | RuntimeException failure) {
            throw EngineFailures.of(host, link, failure).asException(failure);
        }
    }

    private ProblemException refused(
            String container, ContainerCommand command, EngineExec.StartRefusedException refused) {
        String why = MissingExecutable.reason(String.valueOf(refused.getMessage()));
        return Problem.of(
                        Code.COMMAND_FAILED,
                        "Container " + container + " on " + host + " can't run "
                                + command.argv().getFirst() + ": " + why + ".")
                .asException(refused);
    }

    private ProblemException notRunning(String container, Exception cause) throws ProblemException {
        return inspect(container).notRunning(host).asException(cause);
    }

    @Override
    public Log logs(String container, Request.LogPart part) throws ProblemException {
        InspectContainerResponse found = look(container);
        boolean terminal = found.getConfig() != null
                && Boolean.TRUE.equals(found.getConfig().getTty());
        return ask(() -> EngineLog.open(
                connections.open(), journal, EngineLog.request(version.api(), found.getId(), part), !terminal));
    }

    @Override
    public void change(String container, ContainerChange change) throws ProblemException {
        InspectContainerResponse found = look(container);
        DockerClient client = client(false, EngineChanges.deadline(found, change));
        try {
            ask(() -> {
                EngineChanges.apply(client, found.getId(), change);
                return true;
            });
        } catch (ProblemException failure) {
            if (!(failure.getCause() instanceof DockerException refused)) {
                throw failure;
            }
            ContainerDetails details = ContainerRows.details(found);
            boolean needsRunning = change instanceof ContainerChange.Kill || change instanceof ContainerChange.Pause;
            throw needsRunning && !details.running()
                    ? notRunning(found.getId(), refused)
                    : EngineChanges.refused(host, details, change, refused).asException(refused);
        }
    }

    @Override
    public List<Image> images() throws ProblemException {
        return ask(() -> asked.listImagesCmd().exec().stream()
                .map(row -> ImageRows.of(host, row))
                .toList());
    }

    /** The engine does not tell who has a volume but by listing all containers with its name. */
    @Override
    public List<Volume> volumes() throws ProblemException {
        return ask(() -> {
            ListVolumesResponse list = asked.listVolumesCmd().exec();
            List<InspectVolumeResponse> found = list.getVolumes();
            if (found == null || found.isEmpty()) {
                return List.<Volume>of();
            }
            List<com.github.dockerjava.api.model.Container> containers =
                    asked.listContainersCmd().withShowAll(true).exec();
            return found.stream()
                    .map(row -> VolumeRows.of(host, row, list.getRawValues().get("Volumes"), containers))
                    .toList();
        });
    }

    @Override
    public void pull(String image, @Nullable RegistryLogin login, Consumer<Event.Progress> progress)
            throws ProblemException, InterruptedException {
        try (EnginePull pull = new EnginePull(connections.open(), progress)) {
            RegistryLogin sent = login == null ? logins.of(RegistryLogin.of(image)) : login;
            pull.run(journal, EnginePull.request(version.api(), image, sent));
        } catch (EnginePull.RefusedException refused) {
            throw EnginePull.problem(host, image, refused).asException(refused);
        } catch (IOException failure) {
            throw EngineFailures.of(host, link, failure).asException(failure);
        }
    }

    /** Not by docker-java, which wants a login in its settings before it asks for any other. */
    @Override
    public void check(RegistryLogin login) throws ProblemException {
        HttpRequest request = login.question(version.api());
        try (EngineReply reply = JournaledCalls.send(connections, journal, request, false, LIST_DEADLINE)) {
            if (!reply.ok()) {
                throw Problem.of(
                                Code.COMMAND_FAILED,
                                "The registry " + login.registry() + " did not take this login of " + login.user()
                                        + ", asked by " + host + ": " + EngineMessage.of(reply.text()))
                        .asException();
            }
        } catch (IOException failure) {
            throw EngineFailures.of(host, link, failure).asException(failure);
        }
    }

    @Override
    public List<ContainerProcess> processes(String container) throws ProblemException {
        return started(container, ContainerCommand.of(List.of("ps")), () -> {
            TopContainerResponse top = polled.topContainerCmd(container)
                    .withPsArgs("-o pid,user,args")
                    .exec();
            return ContainerProcesses.of(top);
        });
    }

    private <T> T ask(Call<T> call) throws ProblemException {
        try {
            return call.run();
        } catch (IOException | RuntimeException failure) {
            throw EngineFailures.of(host, link, failure).asException(failure);
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}

package dev.berth.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.ExecCreateCmd;
import com.github.dockerjava.api.command.InspectExecResponse;
import dev.berth.docker.Docker.ContainerCommand;
import dev.berth.http.BadReplyException;
import dev.berth.http.Cutoff;
import dev.berth.http.HttpConversation;
import dev.berth.http.HttpRequest;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Commands in containers: made and looked at by docker-java, started and attached by ourselves. */
final class EngineExec {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int LONGEST_COMPLAINT = 4 << 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Link link;
    private final EngineConnections connections;
    private final CommandJournal journal;
    private final DockerClient client;
    private final String version;

    EngineExec(Link link, EngineConnections connections, CommandJournal journal, DockerClient client, String version) {
        this.link = link;
        this.connections = connections;
        this.journal = journal;
        this.client = client;
        this.version = version;
    }

    /** The engine would not start a command; {@code message} is its own. */
    static final class StartRefusedException extends IOException {
        private static final long serialVersionUID = 1;

        private final int status;

        StartRefusedException(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private String create(String container, ContainerCommand command, boolean attached, boolean tty) {
        ExecCreateCmd create = client.execCreateCmd(container)
                .withCmd(command.argv().toArray(new String[0]))
                .withTty(tty)
                .withAttachStdin(attached)
                .withAttachStdout(attached)
                .withAttachStderr(attached);
        if (command.user() != null) {
            create.withUser(command.user());
        }
        if (!command.environment().isEmpty()) {
            create.withEnv(command.environment());
        }
        if (command.directory() != null) {
            create.withWorkingDir(command.directory());
        }
        return create.exec().getId();
    }

    void detached(String container, ContainerCommand command) throws IOException {
        HttpRequest request = start(create(container, command, false, false), Map.of("Detach", true, "Tty", false));
        try (EngineReply reply = JournaledCalls.send(connections, journal, request, false, DEADLINE)) {
            if (!reply.ok()) {
                throw new StartRefusedException(reply.head().status(), EngineMessage.of(reply.text()));
            }
        }
    }

    ExecStream attached(String container, ContainerCommand command) throws IOException {
        String id = create(container, command, true, false);
        EngineConnection connection = attached(start(id, Map.of("Detach", false, "Tty", false)));
        ExecStream stream = new ExecStream(connection, control(id, container, command));
        stream.start((in, stdout, stderr) -> new ExecFrames(in, stdout, stderr).read());
        return stream;
    }

    ExecPty onPty(String container, ContainerCommand command, int columns, int rows) throws IOException {
        String id = create(container, command, true, true);
        Map<String, Object> order = Map.of("Detach", false, "Tty", true, "ConsoleSize", List.of(rows, columns));
        EngineConnection connection = attached(start(id, order));
        ExecStream stream = new ExecStream(connection, control(id, container, command));
        return new ExecPty(stream, (width, height) -> resize(id, width, height), columns, rows);
    }

    private void resize(String id, int columns, int rows) throws IOException {
        String path = "/v" + version + "/exec/" + id + "/resize?h=" + rows + "&w=" + columns;
        HttpRequest request = new HttpRequest("POST", path, Map.of(), new byte[0]);
        try (EngineReply reply = JournaledCalls.send(connections, journal, request, true, DEADLINE)) {
            if (!reply.ok()) {
                throw new IOException(EngineMessage.of(reply.text()));
            }
        }
    }

    /** The connection of a command that was started on it. */
    private EngineConnection attached(HttpRequest request) throws IOException {
        EngineConnection connection = connections.open();
        try (Cutoff cutoff = Cutoff.closing(connection.stream(), DEADLINE)) {
            try {
                attach(connection, request);
                return connection;
            } catch (IOException failure) {
                throw cutoff.reason(failure);
            }
        } catch (IOException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    private void attach(EngineConnection connection, HttpRequest request) throws IOException {
        long start = System.nanoTime();
        HttpConversation conversation = connection.begin(request, HttpConversation.Then.UPGRADE);
        int status = conversation.head().status();
        JournaledCalls.note(journal, request, status, start, false);
        // engines before 20.10 answer 200 to an upgrade, and mean 101
        if (status != 101 && status != 200) {
            throw new StartRefusedException(status, EngineMessage.of(complaint(conversation)));
        }
        if (status == 200 && conversation.head().header("content-length") != null) {
            throw new BadReplyException("the engine does not hand a connection over");
        }
    }

    private static String complaint(HttpConversation refused) throws IOException {
        try (InputStream body = refused.body()) {
            return new String(body.readNBytes(LONGEST_COMPLAINT), StandardCharsets.UTF_8);
        }
    }

    private HttpRequest start(String id, Map<String, Object> order) throws JsonProcessingException {
        byte[] body = JSON.writeValueAsBytes(order);
        String path = "/v" + version + "/exec/" + id + "/start";
        return new HttpRequest("POST", path, Map.of("Content-Type", "application/json"), body);
    }

    private ExecStream.Control control(String id, String container, ContainerCommand command) {
        return new ExecStream.Control() {
            @Override
            public InspectExecResponse inspect() throws IOException {
                try {
                    return client.inspectExecCmd(id).exec();
                } catch (RuntimeException failure) {
                    throw new IOException("the command can't be asked for its exit code", failure);
                }
            }

            @Override
            public void hangUp() {
                ExecHangup.run(link, this, argv -> quietly(container, command, argv));
            }
        };
    }

    private void quietly(String container, ContainerCommand command, List<String> argv) throws IOException {
        try {
            detached(container, new ContainerCommand(argv, command.user(), List.of(), null));
        } catch (RuntimeException gone) {
            throw new IOException(gone);
        }
    }
}

package dev.berth.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Event;
import dev.berth.api.HostSnapshot;
import dev.berth.api.Notice;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Protocol;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.Secret;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AgentServerTest {
    private static final Duration MOST = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private TestAgent agent;

    @BeforeEach
    void open() throws IOException {
        agent = new TestAgent(directory);
    }

    @AfterEach
    void close() {
        agent.close();
    }

    @Test
    void helloIsAnsweredWithWhatTheScreenShows() throws Exception {
        Files.writeString(directory.resolve("config.yaml"), "theme: light\n");
        try (AgentClient client = agent.connect()) {
            assertEquals(ProcessHandle.current().pid(), client.welcome().pid());
            assertEquals("light", client.welcome().settings().theme());
            assertEquals(Map.of("PATH", "/bin"), agent.fleet.environment);
        }
    }

    @Test
    void changedConfigShowsInTheNextScreen() throws Exception {
        agent.connect().close();
        Files.writeString(directory.resolve("config.yaml"), "theme: nice\n");
        try (AgentClient client = agent.connect()) {
            assertEquals(1, client.welcome().settings().problems().size());
        }
    }

    @Test
    void otherProtocolIsRefusedWithASentence() throws Exception {
        String answer = talk("{\"id\":1,\"request\":{\"type\":\"hello\",\"protocol\":99,\"build\":\"9\"}}\n");

        assertTrue(answer.contains("\"agent-other-version\""), answer);
        assertTrue(answer.startsWith("{\"id\":1,\"problem\""), answer);
    }

    @Test
    void nothingIsAnsweredBeforeAHello() throws Exception {
        assertTrue(talk("{\"id\":1,\"request\":{\"type\":\"list-hosts\"}}\n").contains("before a hello"));
    }

    @Test
    void anyVersionMayAskForTheStatus() throws Exception {
        try (SocketChannel raw = raw()) {
            raw.write(utf8("{\"id\":1,\"request\":{\"type\":\"agent-status\"}}\n"));
            String answer = new BufferedReader(Channels.newReader(raw, StandardCharsets.UTF_8)).readLine();

            assertTrue(answer.contains("\"uptime\""), answer);
        }
    }

    @Test
    void malformedLineEndsTheConnectionWithAProblem() throws Exception {
        assertTrue(talk("you there\n").startsWith("{\"problem\""));
        assertTrue(talk("{\"id\":1,\"request\":{\"type\":\"dance\"}}\n").startsWith("{\"problem\""));
    }

    @Test
    void endlessLineEndsTheConnection() throws Exception {
        try (SocketChannel raw = raw()) {
            ByteBuffer chunk = ByteBuffer.allocate(1 << 20);
            assertThrows(IOException.class, () -> {
                for (int sent = 0; sent <= 2 * Protocol.MAX_LINE; sent += chunk.capacity()) {
                    raw.write(chunk.clear());
                }
            });
        }
    }

    @Test
    void requestIsAnsweredWithItsReply() throws Exception {
        try (AgentClient client = agent.connect()) {
            Reply.Hosts hosts = await(client.send(new Request.ListHosts()));
            assertEquals("gpu1", hosts.hosts().getFirst().host());
        }
    }

    @Test
    void problemArrivesWhole() throws Exception {
        try (AgentClient client = agent.connect()) {
            Problem problem = problemOf(client.send(new Request.Connect("nowhere")));
            assertEquals(Problem.of(Code.HOST_UNRESOLVABLE, "There is no nowhere.", "Go somewhere."), problem);
        }
    }

    @Test
    void mistakeInTheAgentIsToldWithoutItsInnards() throws Exception {
        try (AgentClient client = agent.connect()) {
            Problem problem = problemOf(client.send(new Request.ListTunnels()));
            assertEquals(Code.INTERNAL, problem.code());
            assertFalse(problem.sentence().contains("secret bug"));
            assertNotNull(await(client.send(new Request.ListHosts())));
        }
    }

    @Test
    void progressComesBeforeTheReply() throws Exception {
        List<Event> progress = new ArrayList<>();
        try (AgentClient client = agent.connect()) {
            Reply.Host reply = await(client.send(new Request.Connect("gpu1"), progress::add));
            assertFalse(reply.host().autoconnect(), "the fake tells here whether this caller takes its own questions");
        }
        assertEquals(List.of(new Event.Progress("dial", "dialling gpu1", Event.StepState.DONE, null)), progress);
    }

    @Test
    void cancelEndsTheRequestInTheAgent() throws Exception {
        try (AgentClient client = agent.connect()) {
            CompletableFuture<Reply.Host> slow = client.send(new Request.Connect("slow"));
            Await.until("the request runs", () -> agent.fleet.waiting.get() == 1);
            slow.cancel(true);
            Await.until("it was interrupted", () -> agent.fleet.interrupted.get() == 1);
            assertNotNull(await(client.send(new Request.ListHosts())));
        }
    }

    @Test
    void cancelledRequestIsAnsweredInterrupted() throws Exception {
        try (AgentClient client = agent.connect()) {
            CompletableFuture<Reply.Host> slow = client.send(new Request.Connect("slow"));
            Await.until("the request runs", () -> agent.fleet.waiting.get() == 1);
            // the hello was the first
            await(client.send(new Request.Cancel(2)));
            assertEquals(Code.INTERRUPTED, problemOf(slow).code());
        }
    }

    @Test
    void clientThatLeavesTakesItsRequestsAlong() throws Exception {
        AgentClient client = agent.connect();
        client.send(new Request.Connect("slow"));
        Await.until("the request runs", () -> agent.fleet.waiting.get() == 1);
        client.close();

        Await.until("it was interrupted", () -> agent.fleet.interrupted.get() == 1);
        Await.until("the client is gone", () -> agent.server.clients() == 0);
        assertTrue(agent.lost.isEmpty());
    }

    @Test
    void watcherGetsWhatThereIsAndEachChange() throws Exception {
        try (AgentClient client = agent.connect()) {
            watch(client);
            agent.fleet.emit(new Event.HostChanged(HostSnapshot.off("gpu1", true)));

            assertEquals(new Event.Hosts(List.of()), nextEvent());
            assertEquals(new Event.HostChanged(HostSnapshot.off("gpu1", true)), nextEvent());
        }
        Await.until("nobody watches", agent.fleet.watchers::isEmpty);
    }

    @Test
    void secondWatchReplacesTheFirst() throws Exception {
        try (AgentClient client = agent.connect()) {
            watch(client);
            watch(client);
            assertEquals(1, agent.fleet.watchers.size());
        }
    }

    @Test
    void clientThatDoesNotReadIsDropped() throws Exception {
        try (SocketChannel raw = raw()) {
            raw.write(utf8("{\"id\":1,\"request\":{\"type\":\"hello\",\"protocol\":" + Protocol.VERSION
                    + ",\"build\":\"1\",\"environment\":{}}}\n"
                    + "{\"id\":2,\"request\":{\"type\":\"watch\",\"hosts\":[],\"views\":[]}}\n"));
            Await.until("it watches", () -> agent.fleet.watchers.size() == 1);
            Notice notice = new Notice(Instant.EPOCH, Notice.Level.INFO, null, "x".repeat(1000), null);
            Await.until("it is dropped", () -> {
                for (int each = 0; each < 100; each++) {
                    agent.fleet.emit(new Event.Noted(notice));
                }
                return agent.server.clients() == 0;
            });
        }
    }

    @Test
    void statusCountsWhatIsHeld() throws Exception {
        agent.fleet.holdings = new dev.berth.fleet.Fleet.Holdings(2, 3);
        try (AgentClient client = agent.connect()) {
            Reply.Agent status = await(client.send(new Request.AgentStatus()));
            assertEquals(
                    List.of(1, 2, 3, 0),
                    List.of(status.clients(), status.sessions(), status.tunnels(), status.shells()));
        }
    }

    @Test
    void stopEndsTheFleetAndIsAnswered() throws Exception {
        try (AgentClient client = agent.connect()) {
            await(client.send(new Request.StopAgent(false, false)));
            assertEquals(dev.berth.fleet.Fleet.End.STOP, agent.fleet.end);
            assertTrue(agent.server.awaitStop(MOST));
            agent.server.close();
            assertEquals("The agent has ended.", lost().message());
        }
        assertFalse(Files.exists(agent.places.socket()));
    }

    @Test
    void agentThatIsFollowedByAnotherLeavesItsTunnelsToIt() throws Exception {
        try (AgentClient client = agent.connect()) {
            await(client.send(new Request.StopAgent(false, true)));
        }
        assertEquals(dev.berth.fleet.Fleet.End.HANDOVER, agent.fleet.end);
    }

    @Test
    void endThatNobodyAskedForLeavesTunnelsToTheNextAgent() {
        agent.server.close();
        assertEquals(dev.berth.fleet.Fleet.End.HANDOVER, agent.fleet.end);
    }

    @Test
    void requestOnALostConnectionFailsWithTheReason() throws Exception {
        AgentClient client = agent.connect();
        CompletableFuture<Reply.Host> slow = client.send(new Request.Connect("slow"));
        agent.server.close();

        assertEquals(Code.AGENT_UNREACHABLE, lost().code());
        assertNotNull(problemOf(slow));
        assertEquals(
                "The agent has ended.",
                problemOf(client.send(new Request.ListHosts())).message());
    }

    @Test
    void socketIsTheOwnersAlone() throws IOException {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(agent.places.socket())));
    }

    @Test
    void removedSocketIsNoticed() throws IOException {
        assertTrue(agent.server.socketIsThere());
        Files.delete(agent.places.socket());
        assertFalse(agent.server.socketIsThere());
    }

    @Test
    void oneTimeAddressIsMadeForAClient() throws Exception {
        try (AgentClient client = agent.connect()) {
            Secret url = new Secret("http://127.0.0.1:8888/lab?token=abc");
            String address = await(client.send(new Request.OneTimeAddress(url))).text();
            assertTrue(address.matches("http://127\\.0\\.0\\.1:\\d+/[\\w-]{32}"), address);
        }
    }

    private void watch(AgentClient client) throws ProblemException, InterruptedException {
        await(client.send(new Request.Watch(List.of(), Set.of(Request.View.HOSTS))));
    }

    private Event nextEvent() throws InterruptedException {
        return assertInstanceOf(Event.class, agent.events.poll(MOST.toSeconds(), TimeUnit.SECONDS));
    }

    private Problem lost() throws InterruptedException {
        return assertInstanceOf(Problem.class, agent.lost.poll(MOST.toSeconds(), TimeUnit.SECONDS));
    }

    private static <R extends Reply> R await(CompletableFuture<R> reply) throws ProblemException, InterruptedException {
        return Replies.await(reply, MOST);
    }

    private static Problem problemOf(CompletableFuture<? extends Reply> reply) {
        return assertThrows(ProblemException.class, () -> Replies.await(reply, MOST))
                .problem();
    }

    /** Sends {@code text} and returns all that comes until the agent closes. */
    private String talk(String text) throws IOException {
        try (SocketChannel raw = raw()) {
            raw.write(utf8(text));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                Channels.newInputStream(raw).transferTo(answer);
            } catch (IOException reset) {
                assertNull(reset.getCause());
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    private SocketChannel raw() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(agent.places.socket()));
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}

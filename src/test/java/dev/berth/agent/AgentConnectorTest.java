package dev.berth.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.AgentConnection;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Agents as processes of their own: started, raced for, killed, replaced. */
@Timeout(120)
class AgentConnectorTest {
    private static final Duration MOST = Duration.ofSeconds(30);
    private static final String OLDER = Build.of("0.9", 1_000_000_000);

    @TempDir
    Path directory;

    private final Set<ProcessHandle> agents = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Problem> lost = new LinkedBlockingQueue<>();

    @AfterEach
    void endAgents() {
        for (ProcessHandle agent : agents) {
            agent.destroyForcibly();
            Await.until("the agent is gone", () -> !agent.isAlive());
        }
    }

    @Test
    void firstClientStartsTheAgentAndTheSecondFindsIt() throws Exception {
        try (AgentConnection first = connect(TestAgent.BUILD);
                AgentConnection second = connect(TestAgent.BUILD)) {
            assertEquals(first.welcome().pid(), second.welcome().pid());
            assertNotEquals(ProcessHandle.current().pid(), first.welcome().pid());
        }
    }

    @Test
    void askingOnlyWhereOneRunsStartsNone() throws Exception {
        assertNull(connector(TestAgent.BUILD).connectIfRunning(event -> {}, lost::add));
        assertFalse(Files.exists(places().socket()));
    }

    @Test
    void ofSeveralStartersOneWins() throws Exception {
        List<Process> starters = List.of(starter(), starter(), starter());
        Set<String> found = ConcurrentHashMap.newKeySet();
        for (Process starter : starters) {
            try (InputStream out = starter.getInputStream()) {
                found.add(new String(out.readAllBytes(), StandardCharsets.UTF_8));
            }
            assertEquals(0, starter.waitFor());
        }

        assertEquals(1, found.size(), found.toString());
        remember(Long.parseLong(found.iterator().next().strip()));
    }

    @Test
    void socketOfADeadAgentIsNoObstacle() throws Exception {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(places().socket()));
        }
        assertTrue(Files.exists(places().socket()));
        connect(TestAgent.BUILD).close();
    }

    @Test
    void killedAgentIsToldAndTheNextCallStartsAnother() throws Exception {
        try (AgentConnection agent = connect(TestAgent.BUILD)) {
            long pid = agent.welcome().pid();
            var slow = agent.send(new Request.Connect("slow"));
            agents.forEach(ProcessHandle::destroyForcibly);

            Problem problem = assertInstanceOf(Problem.class, lost.poll(30, TimeUnit.SECONDS));
            assertEquals("The agent ended unexpectedly.", problem.message());
            assertThrows(ProblemException.class, () -> Replies.await(slow, MOST));
            try (AgentConnection next = connect(TestAgent.BUILD)) {
                assertNotEquals(pid, next.welcome().pid());
            }
        }
    }

    @Test
    void agentThatCannotStartIsToldWithItsLastWords() {
        AgentConnector refusing = new AgentConnector(
                TestAgent.client(places(), TestAgent.BUILD), Processes.agent(directory, TestAgent.BUILD, "refuse"));
        Problem problem = assertThrows(ProblemException.class, () -> refusing.connect(event -> {}, lost::add))
                .problem();

        assertEquals(Code.AGENT_UNREACHABLE, problem.code());
        assertEquals("The agent did not start: The moon is full.", problem.message());
        assertEquals("Its log is " + places().log() + ".", problem.next());
    }

    @Test
    void missingLauncherIsToldByName() {
        AgentConnector broken =
                new AgentConnector(TestAgent.client(places(), TestAgent.BUILD), List.of("/nowhere/berth"));
        Problem problem = assertThrows(ProblemException.class, () -> broken.connect(event -> {}, lost::add))
                .problem();

        assertTrue(problem.message().contains("/nowhere/berth"), problem.message());
    }

    @Test
    void olderAgentIsReplaced() throws Exception {
        long older;
        try (AgentConnection agent = connect(OLDER)) {
            older = agent.welcome().pid();
        }
        try (AgentConnection agent = connect(TestAgent.BUILD)) {
            assertNotEquals(older, agent.welcome().pid());
            assertEquals(TestAgent.BUILD, agent.welcome().build());
        }
    }

    @Test
    void newerAgentServesAnOlderClient() throws Exception {
        try (AgentConnection newer = connect(TestAgent.BUILD);
                AgentConnection older = connect(OLDER)) {
            assertEquals(newer.welcome().pid(), older.welcome().pid());
        }
    }

    @Test
    void olderAgentWithAnOpenShellStays() throws Exception {
        try (AgentConnection shell = connect(OLDER);
                AgentConnection status = connect(OLDER)) {
            Thread.ofVirtual().start(() -> assertThrows(ProblemException.class, () -> hang(shell)));
            Await.until("the shell is open", () -> shells(status) == 1);
            ProblemException refused = assertThrows(ProblemException.class, () -> connect(TestAgent.BUILD));

            assertEquals(Code.AGENT_OTHER_VERSION, refused.problem().code());
            assertTrue(refused.problem().message().contains("a shell is open"));
        }
    }

    @Test
    void secondAgentOfOneWorldIsRefused() throws Exception {
        try (AgentConnection first = connect(TestAgent.BUILD)) {
            Process second = new ProcessBuilder(Processes.agent(directory, TestAgent.BUILD))
                    .redirectErrorStream(true)
                    .start();
            String words = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertEquals(1, second.waitFor());
            assertTrue(words.startsWith("An agent of this ssh configuration runs already."), words);
            assertEquals(
                    first.welcome().pid(), connect(TestAgent.BUILD).welcome().pid());
        }
    }

    @Test
    void agentWhoseDirectoryIsRemovedEnds() throws Exception {
        connect(TestAgent.BUILD).close();
        Files.delete(places().socket());

        Await.until("it has ended", () -> agents.stream().noneMatch(ProcessHandle::isAlive));
        assertTrue(Files.readString(places().log()).contains("agent ends: its socket was removed"));
    }

    @Test
    void stoppedAgentLeavesNothingBehind() throws Exception {
        try (AgentConnection agent = connect(TestAgent.BUILD)) {
            Replies.await(agent.send(new Request.StopAgent(false, false)), MOST);
        }
        Await.until("it has ended", () -> agents.stream().noneMatch(ProcessHandle::isAlive));
        assertFalse(Files.exists(places().socket()));
    }

    @Test
    void signalEndsItInGoodOrder() throws Exception {
        try (AgentConnection agent = connect(TestAgent.BUILD)) {
            agents.forEach(ProcessHandle::destroy);
            assertEquals(
                    "The agent has ended.",
                    assertInstanceOf(Problem.class, lost.poll(30, TimeUnit.SECONDS))
                            .message());
            assertEquals(Code.AGENT_UNREACHABLE, problem(agent).code());
        }
        Await.until("it has ended", () -> agents.stream().noneMatch(ProcessHandle::isAlive));
        assertFalse(Files.exists(places().socket()));
        assertTrue(Files.readString(places().log()).contains("agent ends: a signal"));
    }

    private static Problem problem(AgentConnection agent) {
        return assertThrows(ProblemException.class, () -> Replies.await(agent.send(new Request.ListHosts()), MOST))
                .problem();
    }

    private static int hang(AgentConnection shell) throws ProblemException, InterruptedException {
        return shell.stream(
                new Request.Exec("gpu1", null, List.of("hang"), null),
                Streams.piped(
                        InputStream.nullInputStream(),
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream()));
    }

    private static int shells(AgentConnection status) {
        try {
            return Replies.await(status.send(new Request.AgentStatus()), MOST).shells();
        } catch (ProblemException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private AgentConnection connect(String build) throws ProblemException, InterruptedException {
        AgentConnection agent = connector(build).connect(event -> {}, lost::add);
        remember(agent.welcome().pid());
        return agent;
    }

    private AgentConnector connector(String build) {
        return new AgentConnector(TestAgent.client(places(), build), Processes.agent(directory, build));
    }

    private Process starter() throws IOException {
        return new ProcessBuilder(Processes.java(StarterMain.class, directory))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void remember(long pid) {
        ProcessHandle.of(pid).ifPresent(agents::add);
    }

    private dev.berth.api.Places places() {
        return TestAgent.places(directory);
    }
}

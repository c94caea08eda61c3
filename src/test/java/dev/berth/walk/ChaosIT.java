package dev.berth.walk;

import static dev.berth.walk.Watching.await;
import static dev.berth.walk.Watching.throughout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What befalls links, done to the lab's boxes while the real agent holds a session and a tunnel. Each asks by verbs whether
 * Berth told the truth meanwhile, and whether all came back by itself: the same port, no person.
 */
@Timeout(900)
class ChaosIT {
    /** Ten, and what a busy machine takes to look. */
    private static final Duration NOTICED = Duration.ofSeconds(20);

    private static final Duration BACK = Duration.ofSeconds(90);

    /** Longer than a host that does not answer is waited for. */
    private static final Duration TOO_LONG = Duration.ofSeconds(12);

    /** Above the command there may be shells. */
    private static final String FIND_SSHD = "p=$PPID; until grep -q ^sshd /proc/$p/comm; do"
            + " p=$(cut -d ' ' -f 4 /proc/$p/stat); done; echo $p $SSH_CONNECTION";

    private BerthProgram berth;
    private int port;

    @BeforeAll
    static void lab() {
        Lab.assumeUp();
    }

    @BeforeEach
    void world() throws IOException {
        berth = new BerthProgram(Lab.sshConfig());
        port = FreePort.next();
    }

    @AfterEach
    void end() throws Exception {
        berth.close();
    }

    /** A tunnel to the box's own sshd, whose greeting tells that all the way is there. */
    private void tunnelTo(String box) throws Exception {
        berth.run("tunnel", "add", box, port + ":22", "--name", "door", "--wait")
                .ok();
        assertEquals("up", state(box));
        greets();
    }

    private Map<String, Object> host(String box) throws Exception {
        return berth.run("hosts", "--json").ok().rows().stream()
                .filter(host -> box.equals(host.get("host")))
                .findFirst()
                .orElseThrow();
    }

    private String state(String box) throws Exception {
        return (String) Objects.requireNonNull(host(box).get("state"));
    }

    private String reason(String box) throws Exception {
        return String.valueOf(host(box).get("reason"));
    }

    private String tunnelState() throws Exception {
        return (String) Objects.requireNonNull(
                berth.run("tunnel", "show", "door", "--json").ok().object().get("state"));
    }

    /** The first line that comes through the tunnel's port, which must be bound whatever becomes of the link. */
    private String greeting() throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(90_000);
            return String.valueOf(
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine());
        }
    }

    private void greets() throws IOException {
        String line = greeting();
        assertTrue(line.startsWith("SSH-2.0-"), line);
    }

    private void goesDown(String box, String word) throws Exception {
        // the next try may fail for another reason
        await(box + " is told to be lost: " + word, NOTICED, () -> {
            Map<String, Object> told = host(box);
            return "reconnecting".equals(told.get("state"))
                    && String.valueOf(told.get("reason")).contains(word);
        });
        await("the tunnel's link is told to be down", NOTICED, () -> "link-down".equals(tunnelState()));
    }

    private void comesBack(String box) throws Exception {
        await(box + " is up again", BACK, () -> "up".equals(state(box)));
        greets();
        await("the tunnel is up again", BACK, () -> "up".equals(tunnelState()));
    }

    /** A connection as the box knows it: the pid of its sshd, and what all its processes have in their environment. */
    private record Connection(String box, String sshd, String mark) {
        long processes() throws IOException {
            String count = "grep -slF 'SSH_CONNECTION=" + mark + "' /proc/[0-9]*/environ | wc -l";
            return Long.parseLong(Lab.run("exec", box, count).strip());
        }

        boolean runs(String line) throws IOException {
            String find = "for p in $(pgrep -f '" + line + "'); do " + "grep -slF 'SSH_CONNECTION=" + mark
                    + "' /proc/$p/environ; done; true";
            return !Lab.run("exec", box, find).isBlank();
        }

        String clientPort() {
            return mark.split(" ", -1)[1];
        }

        boolean isGone() throws IOException {
            return processes() == 0
                    && Lab.run("exec", box, "test -e /proc/" + sshd + " || echo gone")
                            .strip()
                            .equals("gone");
        }
    }

    private Connection connection(String box) throws Exception {
        String[] words = berth.run("exec", box, "--", "sh", "-c", FIND_SSHD)
                .ok()
                .out()
                .strip()
                .split(" ", 2);
        String name = Lab.run("exec", box, "cat /proc/" + words[0] + "/comm").strip();
        assertTrue(name.startsWith("sshd"), name);
        return new Connection(box, words[0], words[1]);
    }

    @Test
    void aShortCutCostsNothing() throws Exception {
        tunnelTo("bare");
        Object since = host("bare").get("since");
        CompletableFuture<Void> cut = CompletableFuture.runAsync(ChaosIT::cutForTwoSeconds);
        try {
            while (!cut.isDone()) {
                assertEquals("up", state("bare"));
            }
            cut.join();
        } finally {
            Lab.run("mend", "bare");
        }
        greets();
        assertEquals(since, host("bare").get("since"), "it was dialled anew");
    }

    /** By the box itself: whoever asks meanwhile makes it no longer. */
    private static void cutForTwoSeconds() {
        try {
            Lab.run("exec", "bare", "/lab/box-ctl cut; sleep 2; /lab/box-ctl mend");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void aLongerCutIsToldAndHealsByItself() throws Exception {
        survivesACut(Duration.ofSeconds(20));
    }

    @Test
    @Tag("long")
    void aCutOfAMinuteAndAHalfIsToldAndHealsByItself() throws Exception {
        survivesACut(Duration.ofSeconds(90));
    }

    private void survivesACut(Duration length) throws Exception {
        tunnelTo("gpu1");
        Connection first = connection("gpu1");
        // a screen on the GPUs has a stream of nvidia-smi running on the box
        try (PtySession screen = berth.screen(100, 30, "gpu1")) {
            screen.await("cont1", BACK);
            screen.send("3");
            await("the stream runs", BACK, () -> first.processes() > 3);
            long containers = (long) Objects.requireNonNull(host("gpu1").get("containers"));
            CompletableFuture<String> waiting;
            long start = System.nanoTime();
            Lab.run("cut", "gpu1");
            try {
                goesDown("gpu1", "has not answered for");
                Lab.run("exec", "gpu1", "docker run -d --name chaos lab/busybox:1.35 sleep 600");
                Duration left = length.minusNanos(System.nanoTime() - start);
                throughout(left, () -> "reconnecting".equals(state("gpu1")) && "link-down".equals(tunnelState()));
                screen.awaitScreen("the header tells it", text -> text.contains("reconnecting"), BACK);
                waiting = CompletableFuture.supplyAsync(this::patientGreeting);
            } finally {
                Lab.run("mend", "gpu1");
            }
            comesBack("gpu1");
            assertTrue(waiting.get(90, TimeUnit.SECONDS).startsWith("SSH-2.0-"), "who waited was let through");
            await(
                    "the new container is known",
                    BACK,
                    () -> Objects.equals(host("gpu1").get("containers"), containers + 1));
            await("nothing of the lost connection is left on the box", BACK, first::isGone);
            Connection second = connection("gpu1");
            await("the stream runs again", BACK, () -> second.processes() > 3);
            screen.send("1");
            await("no stream is left", BACK, () -> second.processes() == 0);
        } finally {
            Lab.run("exec", "gpu1", "docker rm -f chaos || true");
        }
    }

    /**
     * As after a move to another network: nothing of the old connection arrives any more, not even that it is closed. A
     * command that neither reads nor writes is the one that notices least.
     */
    @ParameterizedTest
    @ValueSource(strings = {"sshj", "mux"})
    void nothingIsLeftOfAConnectionThroughALeftNetwork(String link) throws Exception {
        berth.configured("link: " + link);
        tunnelTo("gpu1");
        Connection first = connection("gpu1");
        CompletableFuture<BerthProgram.Result> quiet = running("gpu1", "sleep", "4713");
        try (PtySession screen = berth.screen(100, 30, "gpu1");
                PtySession shell = berth.screen(100, 30, "shell", "gpu1")) {
            screen.await("cont1", BACK);
            screen.send("3");
            shell.await("dev@gpu1", BACK);
            shell.send("echo $((6 * 7))\r");
            shell.await("42", BACK);
            await("the stream runs", BACK, () -> first.runs("nvidia-smi") && first.runs("sleep 4713"));
            drop("-I", first.clientPort());
            Object since = host("gpu1").get("since");
            await(
                    "the loss is noticed",
                    NOTICED,
                    () -> !Objects.equals(since, host("gpu1").get("since")));
            comesBack("gpu1");
            assertEquals(link, host("gpu1").get("link"));
            await("nothing of the lost connection is left on the box", BACK, first::isGone);
            assertNotEquals(0, quiet.get(90, TimeUnit.SECONDS).exit());
        } finally {
            drop("-D", first.clientPort());
        }
    }

    /** What a process sees when its machine joins a network, and leaves it: an address that comes and goes. */
    @Test
    void anotherNetworkIsNoticedAndCostsNoLiveLink() throws Exception {
        berth.run("connect", "bare").ok();
        Object since = host("bare").get("since");
        address("add");
        try {
            await(
                    "it is noticed",
                    BACK,
                    () -> berth.run("agent", "logs")
                            .ok()
                            .out()
                            .contains("the network has changed: looking at every link"));
        } finally {
            address("del");
        }
        assertEquals("up", state("bare"));
        assertEquals(since, host("bare").get("since"), "it was dialled anew");
    }

    private static void address(String change) throws Exception {
        Process ip = new ProcessBuilder("ip", "address", change, "10.254.7.7/32", "dev", "lo").start();
        assertEquals(0, ip.waitFor());
    }

    /** ssh itself would hang on such a master; its user may have sessions on it that come back. */
    @Test
    void aMasterWhoseLineIsDeadIsLeftWithNothingOfOursOnTheBox(@TempDir Path folder) throws Exception {
        Path file = withAMaster(folder);
        Process users = new ProcessBuilder("ssh", "-F", file.toString(), "gpu1", "sleep", "4714").start();
        try {
            tunnelTo("gpu1");
            assertEquals("mux", host("gpu1").get("link"));
            Connection first = connection("gpu1");
            CompletableFuture<BerthProgram.Result> quiet = running("gpu1", "sleep", "4715");
            await("both run", BACK, () -> first.runs("sleep 4714") && first.runs("sleep 4715"));
            drop("-I", first.clientPort());
            try {
                await(
                        "it goes another way",
                        BACK,
                        () -> "sshj".equals(host("gpu1").get("link")));
                comesBack("gpu1");
                await("nothing of Berth's is left on the box", BACK, () -> first.processes() == 1);
                assertTrue(first.runs("sleep 4714"), "the user's own command was ended");
                assertNotEquals(0, quiet.get(90, TimeUnit.SECONDS).exit());
                ssh(file, "-O", "check", "gpu1");
            } finally {
                drop("-D", first.clientPort());
            }
        } finally {
            Lab.run("exec", "gpu1", "pkill -f 'sleep 471[45]' || true");
            users.destroy();
            ssh(file, "-O", "exit", "gpu1");
        }
    }

    @Test
    void aMasterThatHangsIsLeft(@TempDir Path folder) throws Exception {
        Path file = withAMaster(folder);
        long master = Long.parseLong(ssh(file, "-O", "check", "gpu1").replaceAll("(?s).*pid=(\\d+).*", "$1"));
        try {
            tunnelTo("gpu1");
            assertEquals("mux", host("gpu1").get("link"));
            signal("-STOP", master);
            await("it goes another way", BACK, () -> "sshj".equals(host("gpu1").get("link")));
            comesBack("gpu1");
        } finally {
            signal("-CONT", master);
            ssh(file, "-O", "exit", "gpu1");
        }
    }

    /** Another world, where the user has a master to gpu1. */
    private Path withAMaster(Path folder) throws Exception {
        String master = "Host gpu1\n  ControlPath " + folder + "/m\n\n";
        Path file = Files.writeString(folder.resolve("config"), master + Files.readString(Lab.sshConfig()));
        berth.close();
        berth = new BerthProgram(file);
        ssh(file, "-M", "-N", "-f", "gpu1");
        return file;
    }

    private static String ssh(Path config, String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of("ssh", "-F", config.toString()));
        line.addAll(List.of(arguments));
        Path said = config.resolveSibling("said");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "no end: " + line);
        String words = Files.readString(said);
        assertEquals(0, process.exitValue(), () -> line + ": " + words);
        return words;
    }

    private CompletableFuture<BerthProgram.Result> running(String box, String... command) {
        List<String> words = new ArrayList<>(List.of("exec", box, "--"));
        words.addAll(List.of(command));
        return CompletableFuture.supplyAsync(() -> {
            try {
                return berth.run(words.toArray(String[]::new));
            } catch (IOException | InterruptedException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    private static void drop(String change, String clientPort) throws IOException {
        Lab.run(
                "exec",
                "gpu1",
                "iptables -w -t raw " + change + " PREROUTING -p tcp --sport " + clientPort + " -j DROP;"
                        + "iptables -w -t mangle " + change + " POSTROUTING -p tcp --dport " + clientPort + " -j DROP");
    }

    private String patientGreeting() {
        try {
            return greeting();
        } catch (IOException failed) {
            return failed.toString();
        }
    }

    @Test
    void aKilledServerIsToldAndComesBack() throws Exception {
        tunnelTo("bare");
        Lab.run("sshd", "bare", "kill");
        try {
            goesDown("bare", "refused the connection");
        } finally {
            Lab.run("sshd", "bare", "start");
        }
        comesBack("bare");
    }

    @Test
    void aStoppedConnectionIsReplacedAndEndedOnTheBox() throws Exception {
        tunnelTo("bare");
        Connection first = connection("bare");
        Object since = host("bare").get("since");
        Lab.run("exec", "bare", "kill -STOP " + first.sshd());
        await(
                "another session is up",
                BACK,
                () -> !Objects.equals(since, host("bare").get("since")) && "up".equals(state("bare")));
        comesBack("bare");
        await("the stopped one is gone", BACK, first::isGone);
    }

    /** The master itself would not tell. */
    @Test
    void aMasterWithoutAnAnswerIsToldAndComesBack() throws Exception {
        berth.configured("link: mux");
        tunnelTo("bare");
        assertEquals("mux", host("bare").get("link"));
        Lab.run("cut", "bare");
        try {
            goesDown("bare", "has not answered for");
        } finally {
            Lab.run("mend", "bare");
        }
        comesBack("bare");
        assertEquals("mux", host("bare").get("link"));
    }

    @Test
    void aPausedBoxIsToldAndComesBack() throws Exception {
        tunnelTo("bare");
        Lab.run("pause", "bare");
        try {
            goesDown("bare", "has not answered for");
        } finally {
            Lab.run("resume", "bare");
        }
        comesBack("bare");
    }

    @Test
    void aRebuiltBoxIsNotTrusted() throws Exception {
        tunnelTo("bare");
        Lab.run("exec", "bare", "cd /etc/ssh && rm ssh_host_*; ssh-keygen -A");
        try {
            Lab.run("sshd", "bare", "kill");
            Lab.run("sshd", "bare", "start");
            await("the changed key is told", BACK, () -> "failed".equals(state("bare")));
            assertTrue(reason("bare").contains("has changed"), reason("bare"));
            assertEquals("link-down", tunnelState());
            berth.run("connect", "bare").fails(5, "ssh-keygen -R");
        } finally {
            Lab.run("exec", "bare", "cd /etc/ssh && rm ssh_host_*; install -m 600 /lab/hostkeys/bare/ssh_host_* .");
            Lab.run("sshd", "bare", "kill");
            Lab.run("sshd", "bare", "start");
        }
        berth.run("connect", "bare").ok();
        comesBack("bare");
    }

    @Test
    void aLateLineIsNoDeadOne() throws Exception {
        int late = FreePort.next();
        Path config = Lab.sshConfig();
        String bare = Files.readString(config)
                .replaceFirst("(?s).*(?=Host bare\n)", "")
                .replaceFirst("(?s)\n\n.*", "");
        String address = bare.replaceFirst("(?s).*HostName (\\S+).*", "$1");
        String far = bare.replace("Host bare", "Host far").replace(address, "127.0.0.1");
        Files.writeString(
                config, far + "\n  Port " + late + "\n  HostKeyAlias " + address + "\n\n" + Files.readString(config));
        Process proxy =
                new ProcessBuilder("src/lab/lab", "proxy", String.valueOf(late), address + ":22", "300").start();
        berth.close();
        berth = new BerthProgram(config);
        try {
            await("the proxy listens", BACK, () -> berth.run("connect", "far").exit() == 0);
            tunnelTo("far");
            Object since = host("far").get("since");
            throughout(TOO_LONG, () -> "up".equals(state("far")));
            assertEquals(since, host("far").get("since"), "it was dialled anew");
            assertTrue((double) Objects.requireNonNull(host("far").get("rtt")) >= 0.6, "the delay was not there");
            greets();
        } finally {
            proxy.destroy();
        }
    }

    @Test
    void anotherAgentTakesTheTunnelUp() throws Exception {
        tunnelTo("bare");
        Object before = agent().pid();
        berth.run("agent", "restart").ok();
        comesBack("bare");
        assertNotEquals(before, agent().pid());
    }

    /** As a lid that is closed, but that the clocks run on: which is the harder case. */
    @ParameterizedTest
    @ValueSource(strings = {"sshj", "mux"})
    void aLinkThatOnlySleptStays(String link) throws Exception {
        berth.configured("link: " + link);
        tunnelTo("bare");
        assertEquals(link, host("bare").get("link"));
        Object since = host("bare").get("since");
        long pid = agent().pid();
        signal("-STOP", pid);
        try {
            Watching.Condition standsStill =
                    () -> Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") T ");
            await("the agent stands still", NOTICED, standsStill);
            throughout(NOTICED, standsStill);
        } finally {
            signal("-CONT", pid);
        }
        greets();
        throughout(TOO_LONG, () -> "up".equals(state("bare")));
        assertEquals(since, host("bare").get("since"), "it was dialled anew");
    }

    /** Under another clock the agent is so slow that a login may take longer than a silent server is waited for. */
    private void patient() throws Exception {
        berth.close();
        Path config = Lab.sshConfig();
        Files.writeString(config, "Host *\n  ConnectTimeout 90\n\n" + Files.readString(config));
        berth = new BerthProgram(config);
    }

    /** As after a suspend: the wall clock has gone on for an hour, the clock that timers go by has not. */
    @Test
    void aLinkOutlivesASuspend() throws Exception {
        Path library = Clocks.library();
        patient();
        Path shift = Files.writeString(berth.home().resolve("shift"), "+0");
        berth.with("LD_PRELOAD", library.toString())
                .with("FAKETIME_TIMESTAMP_FILE", shift.toString())
                .with("FAKETIME_CACHE_DURATION", "1")
                .with("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        await("the agent is there", BACK, () -> berth.run("hosts").exit() == 0);
        tunnelTo("bare");
        Object since = host("bare").get("since");
        Files.writeString(shift, "+3600");

        await(
                "the sleep is noticed",
                BACK,
                () -> berth.run("agent", "logs").out().contains("this machine was away"));
        greets();
        throughout(TOO_LONG, () -> "up".equals(state("bare")));
        assertEquals(since, host("bare").get("since"), "it was dialled anew");
    }

    /** All clocks that the agent's timers go by jump a day ahead: none of them ends a connection that nobody uses. */
    @Test
    void anIdleConnectionOutlivesADay() throws Exception {
        Path library = Clocks.library();
        patient();
        Path shift = Files.writeString(berth.home().resolve("shift"), "+0");
        berth.with("LD_PRELOAD", library.toString())
                .with("FAKETIME_TIMESTAMP_FILE", shift.toString())
                .with("FAKETIME_CACHE_DURATION", "1");
        await("the agent is there", BACK, () -> berth.run("hosts").exit() == 0);
        long pid = agent().pid();
        try (HereServer server =
                        HereServer.start(client -> client.getInputStream().transferTo(client.getOutputStream()));
                Socket client = new Socket()) {
            berth.run("tunnel", "add", "bare", port + ":" + server.end(), "--name", "door", "--wait")
                    .ok();
            Object since = host("bare").get("since");
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            client.setSoTimeout(90_000);
            client.getOutputStream().write(1);
            assertEquals(1, client.getInputStream().read());

            Files.writeString(shift, "+86400");
            await(
                    "the day is noticed",
                    BACK,
                    () -> berth.run("agent", "logs").out().matches("(?s).*was away for 86[0-9]{3} s.*"));
            throughout(TOO_LONG, () -> "up".equals(state("bare")));
            client.getOutputStream().write(2);
            assertEquals(2, client.getInputStream().read());
            assertEquals(since, host("bare").get("since"), "it was dialled anew");
        } finally {
            // its clock goes back a day with the file, and it would wait that long for whatever it waits for
            signal("-KILL", pid);
        }
    }

    private static void signal(String name, long pid) throws Exception {
        assertEquals(
                0, new ProcessBuilder("kill", name, String.valueOf(pid)).start().waitFor());
    }

    private ProcessHandle agent() throws Exception {
        Map<?, ?> agent = (Map<?, ?>)
                Objects.requireNonNull(berth.run("info", "--json").ok().object().get("agent"));
        return ProcessHandle.of(((Number) Objects.requireNonNull(agent.get("pid"))).longValue())
                .orElseThrow();
    }
}

package dev.berth.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.JupyterServer.Kind;
import dev.berth.api.JupyterServer.State;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.TunnelStatus.Way;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Servers of all kinds that somebody else started, and what becomes of them, on the lab's first box. */
class FindIT {
    private static final String LAB = "lab/jupyterlab:4.0";
    private static final String DETACHED = "docker exec -d -w /tmp ";
    /** Five, and what a busy machine takes to look. */
    private static final Duration TOLD = Duration.ofSeconds(15);

    private static @Nullable LabBox opened;

    @BeforeAll
    static void connect() throws Exception {
        opened = LabBox.open("gpu1");
    }

    @AfterAll
    static void disconnect() {
        if (opened != null) {
            opened.close();
        }
    }

    private static LabBox box() {
        assertNotNull(opened);
        return opened;
    }

    @Test
    void oneThatSpeaksTlsAnswersToo() throws Exception {
        String container = box().container("", LAB, "sleep infinity");
        box().run("docker exec " + container + " openssl req -x509 -newkey rsa:2048 -nodes -keyout /tmp/k.pem -out"
                + " /tmp/c.pem -days 2 -subj /CN=lab 2>&1");
        box().run(DETACHED + container + " jupyter lab --allow-root --ip 0.0.0.0 --port 9443 --certfile=/tmp/c.pem"
                + " --keyfile=/tmp/k.pem");
        FoundServer server = box().await(container, State.READY);
        assertTrue(server.secure());
        assertEquals("https://127.0.0.1:9443/", server.info().url());
        assertEquals("4.0.11", server.info().version());
        assertTrue(Jupyter.localUrl(server, 9443).toString().startsWith("https://127.0.0.1:9443/lab?token="));
        box().jupyter().stop(server, step -> {});
        assertTrue(box().servers(container).isEmpty());
    }

    @Test
    void oneWithAPasswordIsReadyForABrowserAndStoppedBySignals() throws Exception {
        String container = box().container("", LAB, "sleep infinity");
        box().run(DETACHED + container + " sh -c 'jupyter lab --allow-root --ip 0.0.0.0 --port 9001"
                + " --IdentityProvider.token= --PasswordIdentityProvider.hashed_password=$(python3 -c"
                + " \"from jupyter_server.auth import passwd; print(passwd(\\\"secret\\\", \\\"sha1\\\"))\")'");
        FoundServer server = box().await(container, State.READY);
        assertEquals("http://127.0.0.1:9001/lab", Jupyter.localUrl(server, 9001).toString());
        box().jupyter().stop(server, step -> {});
        assertTrue(box().servers(container).isEmpty());
    }

    @Test
    void oneOnAUnixSocketIsFoundWithItsSocket() throws Exception {
        String container = box().container("", LAB, "sleep infinity");
        box().run(DETACHED + container + " jupyter lab --allow-root --ServerApp.sock=/tmp/j.sock");
        FoundServer server = box().await(container, State.READY);
        assertEquals("/tmp/j.sock", server.info().socket());
        assertEquals(Way.RELAY, server.route().way());
        assertEquals("4.0.11", server.info().version(), "which it was asked for by HTTP");
        assertEquals("http+unix://%2Ftmp%2Fj.sock/", server.info().url());
        box().jupyter().stop(server, step -> {});
        assertTrue(box().servers(container).isEmpty());
    }

    @Test
    void jupyterServer1IsAServer() throws Exception {
        String container = box().container("", "lab/notebook:6.4", "sleep infinity");
        box().run(DETACHED + container + " python3 -m jupyter_server --allow-root --ip 0.0.0.0 --port 9002");
        FoundServer server = box().await(container, State.READY);
        assertEquals(Kind.SERVER, server.info().kind());
        assertTrue(String.valueOf(server.info().version()).startsWith("1."), server.info()::toString);
        box().jupyter().stop(server, step -> {});
    }

    @Test
    void filesThatWereLeftAndNumbersThatAreUsedAgainAreNoServers() throws Exception {
        String container = box().container("", LAB, "sleep infinity");
        box().run("docker exec -d " + container + " sh -c ': jupyter lab; sleep 901'");
        box().run("docker exec " + container + " sh -c 'd=/root/.local/share/jupyter/runtime; mkdir -p $d;"
                + " for pid in 1 99 $(pgrep sleep); do"
                + " echo \"{\\\"pid\\\": $pid, \\\"port\\\": 8888, \\\"token\\\": \\\"x\\\", \\\"base_url\\\": \\\"/\\\"}\""
                + " >$d/jpserver-$pid.json; done'");
        assertTrue(box().servers(container).isEmpty(), box().servers(container)::toString);
    }

    /** Each change is told within five seconds. */
    @Test
    void rowsTellTheTruthWhenThingsHappenToAServer() throws Exception {
        String container = box().container("", LAB, "sleep infinity");
        String start =
                DETACHED + container + " jupyter lab --allow-root --ip 0.0.0.0 --port 9003 --IdentityProvider.token=";
        box().run(start + "first0000000000000000000000000000");
        FoundServer server = box().await(container, State.READY);
        assertEquals("root", server.info().user());
        assertFalse(server.foreign());

        box().run("docker exec " + container + " sh -c 'kill -9 " + server.serverPid() + "'");
        gone(container);

        // the same port, another token: what was known before must not be taken for it
        box().run(start + "other0000000000000000000000000000");
        FoundServer other = box().await(container, State.READY);
        assertTrue(other.token().reveal().startsWith("other"));

        box().run("docker restart -t 0 " + container);
        gone(container);
    }

    private static void gone(String container) throws Exception {
        long end = System.nanoTime() + TOLD.toNanos();
        while (!box().servers(container).isEmpty()) {
            assertTrue(System.nanoTime() < end, "still listed: " + box().servers(container));
        }
    }

    @Test
    void anotherUsersServerIsKnownAsTheirs() throws Exception {
        String container = box().container("", LAB, "sleep infinity");
        box().run("docker exec " + container + " useradd -m ann");
        box().run("docker exec -d -u ann -w /home/ann -e HOME=/home/ann " + container
                + " jupyter lab --ip 0.0.0.0 --port 8890");
        FoundServer server = box().await(container, State.READY);
        assertEquals("ann", server.info().user());
        assertTrue(server.foreign());
    }

    private static Problem refusal(String container) {
        StartOrder order = new StartOrder(container, null, null, List.of(), List.of(), List.of());
        return assertThrows(ProblemException.class, () -> box().jupyter().start(order, port -> {}, progress -> {}))
                .problem();
    }

    @Test
    void aStartWhereNothingCanBeWrittenSaysSo() throws Exception {
        Problem readOnly = refusal(box().container("--read-only", LAB, "sleep infinity"));
        assertTrue(readOnly.sentence().contains("Read-only file system"), readOnly.sentence());
        assertTrue(readOnly.sentence().contains("may not write there"), readOnly.sentence());

        String full = box().container(
                        "--tmpfs /full:size=64k -e TMPDIR=/full -e HOME=/full --shm-size=64k", LAB, "sleep infinity");
        box().run("docker exec " + full
                + " sh -c 'dd if=/dev/zero of=/full/ballast bs=1k; dd if=/dev/zero of=/dev/shm/ballast bs=1k' 2>&1");
        Problem noSpace = refusal(full);
        assertTrue(noSpace.sentence().contains("No space left on device"), noSpace.sentence());
        assertTrue(noSpace.sentence().contains("docker system df"), noSpace.sentence());
    }
}

package dev.berth.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.JupyterServer.Kind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerFactsTest {
    private static final String LAB = """
            now 1000000100
            server 98
            ticks 228586
            started 1000000000
            arg /usr/bin/python3
            arg /usr/bin/jupyter-lab
            arg --port=8888

            directory /workspace
            listen 00000000:22B8
            ours /tmp/berth-0/abcdef-8888
            record port 8888
            record version 4.0.11
            token abc
            json {
            json   "base_url": "/x/", "pid": 98, "port": 8888,
            json   "root_dir": "/data", "token": "abc"
            json }
            end
            """;

    private static ServerFacts only(String text) {
        List<ServerFacts> facts = ServerFacts.parse(text);
        assertEquals(1, facts.size());
        return facts.getFirst();
    }

    @Test
    void allThatIsToldOfAServerIsRead() {
        ServerFacts facts = only(LAB);
        assertEquals(98, facts.pid());
        assertEquals(Kind.LAB, facts.command().kind());
        assertEquals(Instant.ofEpochSecond(1_000_000_000), facts.started());
        assertEquals(100, facts.age());
        assertEquals(8888, facts.port());
        assertEquals("/x/", facts.basePath());
        assertEquals("/data", facts.root());
        assertEquals("/tmp/berth-0/abcdef-8888", facts.own());
        assertEquals("4.0.11", facts.ownVersion());
        assertEquals("abc", facts.token().reveal());
        assertTrue(facts.settled());
    }

    @Test
    void aFileOfAnotherProcessCountsForNothing() {
        ServerFacts facts = only(LAB.replace("\"pid\": 98", "\"pid\": 97"));
        assertNull(facts.file());
        assertEquals("/", facts.basePath());
        assertEquals("/workspace", facts.root());
        assertFalse(facts.settled());
    }

    @Test
    void aStaleFilesPortGivesWayToTheKernels() {
        ServerFacts facts = only(LAB.replace("listen 00000000:22B8", "listen 0100007F:270F"));
        assertEquals(9999, facts.port());
        assertFalse(facts.settled());
    }

    @Test
    void aServerThatMayNotBeLookedIntoHasThePortItAskedFor() {
        ServerFacts facts = only("""
                now 1000
                server 41
                started 900
                arg python3
                arg -m
                arg notebook
                arg --port=9000
                sealed
                end
                """);
        assertTrue(facts.sealed());
        assertEquals(9000, facts.port());
        assertEquals(Kind.NOTEBOOK, facts.command().kind());
    }

    @Test
    void whatIsNoServerIsPassedOver() {
        assertTrue(ServerFacts.parse("now 1\nserver 5\narg vim\narg jupyter-lab\nend\n")
                .isEmpty());
        assertTrue(ServerFacts.parse("").isEmpty());
    }

    @Test
    void loopbackIsDialledWhereItWillDo() {
        assertEquals("127.0.0.1", dialled("00000000:22B8"));
        assertEquals("127.0.0.1", dialled("0100007F:22B8"));
        assertEquals("127.0.0.1", dialled("00000000000000000000000000000000:22B8"));
        assertEquals("::1", dialled("00000000000000000000000001000000:22B8"));
        assertEquals("10.213.0.11", dialled("0B00D50A:22B8"));
        assertEquals("127.0.0.1", dialled("0B00D50A:270F"));
    }

    private static String dialled(String hex) {
        Listener listener = Listener.parse(hex);
        return Listener.dialled(8888, listener == null ? List.of() : List.of(listener));
    }
}

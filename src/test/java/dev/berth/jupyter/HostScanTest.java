package dev.berth.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostScanTest {
    private static final String BOX = "c0ea21cb31319db336e6cb2cde1c8542d2640b034cf4ff8c279e705df29028e0";
    private static final String CONTAINER = "f5ee8d706799c501f0dbcc9cc713c1fc2b068791b6577b4185aa28e3db0393f7";

    private static final String SCAN = """
            user 1000
            process 2028
            ticks 228586
            started 1795490488
            uid 0
            pids 2028 98
            cgroup /docker/%s/docker/%s
            cgroup /docker/%s
            arg /usr/bin/python3
            arg /usr/bin/jupyter-lab

            process 3000
            ticks 5
            uid 1000
            pids 3000
            cgroup /docker/%s
            arg python3
            arg -m
            arg notebook

            process 3001
            arg grep
            arg jupyter

            end
            """.formatted(BOX, CONTAINER, CONTAINER, BOX);

    @Test
    void aServerInAContainerIsToldFromOneOnTheHost() {
        HostScan scan = HostScan.parse(SCAN);
        assertTrue(scan.whole());
        assertFalse(scan.hidden());
        assertEquals(2, scan.processes().size());
        HostScan.Seen inside = scan.processes().get(0);
        assertEquals(CONTAINER, inside.container(List.of(CONTAINER)));
        assertEquals(2028, inside.pid());
        assertEquals(98, inside.innerPid());
        assertTrue(inside.nested());
        HostScan.Seen outside = scan.processes().get(1);
        assertNull(outside.container(List.of(CONTAINER)));
        assertEquals(3000, outside.innerPid());
        assertFalse(outside.nested());
    }

    @Test
    void aScanThatWasCutOffSaysSo() {
        assertFalse(HostScan.parse(SCAN.substring(0, 80)).whole());
        assertTrue(HostScan.parse("hidden\nuser 5\nend\n").hidden());
    }
}

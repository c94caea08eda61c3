package dev.berth.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RelayToolTest {
    private final RelayTool.Report report = new RelayTool.Report();

    @Test
    void ourProgramsTellTheEndWithItsCount() {
        assertTrue(report.connected("connected"));
        assertFalse(report.connected("refused [Errno 111] Connection refused"));
        assertEquals(OptionalLong.of(1_000_012), report.end("end 1000012"));
        assertEquals(OptionalLong.empty(), report.end("connected"));
    }

    @Test
    void socatsLogTellsAsMuch() {
        String at = "2026/11/24 03:42:00 socat[116] ";
        assertTrue(report.connected(at + "N starting data transfer loop with FDs [0,1] and [5,5]"));
        assertEquals(OptionalLong.empty(), report.end(at + "I transferred 700 bytes from 0 to 5"));
        assertEquals(OptionalLong.empty(), report.end(at + "I transferred 65536 bytes from 5 to 1"));
        assertEquals(OptionalLong.empty(), report.end(at + "I transferred 4 bytes from 5 to 1"));
        assertEquals(OptionalLong.empty(), report.end(at + "N socket 1 (fd 0) is at EOF"));
        assertEquals(OptionalLong.of(65540), report.end(at + "N socket 2 (fd 5) is at EOF"));
    }

    @Test
    void socatIsGivenIpv6InBrackets() {
        List<String> command = RelayTool.SOCAT.command("::1", 8888);
        assertEquals("TCP6:[::1]:8888,nodelay", command.getLast());
    }
}

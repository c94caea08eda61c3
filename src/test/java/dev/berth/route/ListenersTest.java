package dev.berth.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ListenersTest {
    private static final String HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt\n";

    private static Listeners parse(String... addresses) {
        StringBuilder text = new StringBuilder(HEAD);
        for (String address : addresses) {
            text.append("   0: ")
                    .append(address)
                    .append(" 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0\n");
        }
        return Listeners.parse(text.toString(), 8888);
    }

    @Test
    void loopbacksOfBothFamiliesAreTheContainersOwn() {
        assertTrue(parse("0100007F:22B8").loopbackOnly());
        assertTrue(parse("00000000000000000000000001000000:22B8").loopbackOnly());
        assertTrue(parse("0000000000000000FFFF00000100007F:22B8").loopbackOnly());
        assertFalse(parse("0100007F:22B8", "00000000:22B8").loopbackOnly());
        assertFalse(parse("00000000000000000000000000000000:22B8").loopbackOnly());
    }

    @Test
    void otherPortsAndOtherStatesDontListen() {
        assertTrue(parse("0100007F:22B9").none());
        assertTrue(Listeners.parse("   0: 0100007F:22B8 0100007F:1234 01 0:0 0\n", 8888)
                .none());
        assertTrue(Listeners.parse("nonsense\n", 8888).none());
        assertFalse(parse().loopbackOnly());
    }

    @Test
    void dialsFromWithinWhereItListens() {
        assertEquals("127.0.0.1", parse("00000000:22B8").inside());
        assertEquals("127.0.0.1", parse().inside());
        assertEquals("::1", parse("00000000000000000000000001000000:22B8").inside());
        assertEquals("172.17.0.3", parse("030011AC:22B8").inside());
        assertEquals(
                "127.0.0.1",
                parse("00000000000000000000000001000000:22B8", "0100007F:22B8").inside());
    }
}

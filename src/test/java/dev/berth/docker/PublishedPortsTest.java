package dev.berth.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.api.Container.PortMapping;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PublishedPortsTest {
    private static PortMapping row(@Nullable String address, @Nullable Integer outside, int inside) {
        return new PortMapping(address, outside, inside, "tcp");
    }

    @Test
    void aPortPublishedForBothFamiliesIsOneRow() {
        assertEquals(
                List.of(row("0.0.0.0", 9999, 9999)),
                PublishedPorts.merged(List.of(row("::", 9999, 9999), row("0.0.0.0", 9999, 9999))));
        assertEquals(
                List.of(row("127.0.0.1", 80, 80)),
                PublishedPorts.merged(List.of(row("127.0.0.1", 80, 80), row("::1", 80, 80))));
    }

    @Test
    void otherPortsAndAddressesAreRowsOfTheirOwn() {
        List<PortMapping> rows = List.of(
                row("0.0.0.0", 8001, 80), row("10.0.0.1", 8002, 80), row("10.0.0.2", 8002, 80), row("::", 8003, 80));
        assertEquals(rows, PublishedPorts.merged(rows));
    }

    @Test
    void exposedPortsStayAndAreSorted() {
        assertEquals(
                List.of(row(null, null, 6006), row("0.0.0.0", 1, 8888)),
                PublishedPorts.merged(List.of(row("0.0.0.0", 1, 8888), row(null, null, 6006))));
    }
}

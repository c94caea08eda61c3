package dev.berth.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.api.Container;
import dev.berth.api.Event;
import dev.berth.api.Gpu;
import dev.berth.api.GpuHealth;
import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.JupyterServer;
import dev.berth.api.Reading;
import dev.berth.api.Request;
import dev.berth.api.Section;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BoardTest {
    private static final Instant NOW = Instant.parse("2026-11-27T05:00:00Z");

    private final Board board = new Board(() -> {}, host -> null, NoWatches.KEPT, alert -> false);

    private static Section<Gpu> gpus(int busy, Instant at) {
        return Section.of(
                List.of(new Gpu(
                        "gpu1",
                        0,
                        "GPU-0",
                        "H100",
                        Reading.of(busy),
                        Reading.unknown(),
                        Reading.unknown(),
                        Reading.unknown(),
                        Reading.unknown(),
                        Reading.unknown(),
                        GpuHealth.UNKNOWN,
                        null,
                        List.of(),
                        List.of())),
                at);
    }

    private static Section<Container> containers() {
        Container container =
                new Container("gpu1", "aa", "train", "i", "running", "Up", NOW, null, List.of(), null, "bridge");
        return Section.of(List.of(container), NOW);
    }

    @Test
    void aReadingOfGpusOrServersIsToldWithoutAllElseThatIsKnownOfItsHost() {
        HostSnapshot up = HostSnapshot.off("gpu1", false).in(HostState.UP, null, null);
        up = up.with(0.01, containers(), gpus(1, NOW), up.servers(), up.images(), up.volumes(), null);
        board.host(up);
        List<Event> events = new ArrayList<>();
        board.watch(List.of("gpu1"), Set.of(Request.View.GPUS), true, events::add);
        events.clear();

        Section<Gpu> newest = gpus(99, NOW.plusSeconds(2));
        HostSnapshot read = up.with(0.02, containers(), newest, up.servers(), up.images(), up.volumes(), null);
        board.host(read);
        assertEquals(List.of(new Event.HostRead("gpu1", 0.02, newest, up.servers())), events);
        assertEquals(List.of(read), board.hosts());

        Section<JupyterServer> servers = Section.of(List.of(), NOW.plusSeconds(3));
        read = up.with(0.02, containers(), newest, servers, up.images(), up.volumes(), null);
        board.host(read);
        assertEquals(new Event.HostRead("gpu1", 0.02, newest, servers), events.getLast());

        HostSnapshot fewer = read.with(0.02, Section.empty(), newest, up.servers(), up.images(), up.volumes(), null);
        board.host(fewer);
        assertEquals(new Event.HostChanged(fewer), events.getLast());
    }
}

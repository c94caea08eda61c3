package dev.berth.tui.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.berth.api.Container;
import dev.berth.api.Gpu;
import dev.berth.api.HostSnapshot;
import dev.berth.tui.Sample;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FreestGpuTest {
    private final HostSnapshot host = new Sample(Sample.NOON).gpu1();

    private Container container(String name) {
        return host.containers().items().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itIsFreeAndNoOtherFreeOneHasMoreMemoryLeft() {
        Gpu freest = Objects.requireNonNull(FreestGpu.of(host, container("cont1")));

        assertEquals(Boolean.TRUE, freest.free());
        assertEquals(
                host.gpus().items().stream()
                        .filter(gpu -> Boolean.TRUE.equals(gpu.free()))
                        .mapToDouble(gpu ->
                                gpu.memoryTotal().or(0) - gpu.memoryUsed().or(0))
                        .max()
                        .orElseThrow(),
                freest.memoryTotal().or(0) - freest.memoryUsed().or(0));
    }

    @Test
    void oneThatTheContainerWasNotGivenIsNotProposed() {
        assertNull(FreestGpu.of(host, container("train")), "its two are in use");
        assertNull(FreestGpu.of(host, container("plain")), "it was given none");
    }
}

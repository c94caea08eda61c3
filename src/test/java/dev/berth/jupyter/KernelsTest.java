package dev.berth.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.berth.api.JupyterServer.Kernel;
import dev.berth.http.HttpReply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelsTest {
    private static HttpReply reply(String body) {
        return new HttpReply(
                200, Map.of("date", "Tue, 24 Nov 2026 03:22:50 GMT"), body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aKernelHasItsNotebookAndItsIdleTimeByTheBoxesClock() throws IOException {
        List<Kernel> kernels =
                Kernels.parse(reply("[{\"path\": \"a/train.ipynb\", \"kernel\": {\"id\": \"k1\"}}]"), reply("""
                        [{"id": "k1", "name": "python3", "last_activity": "2026-11-24T03:21:50.500000Z",
                          "execution_state": "idle", "connections": 1},
                         {"id": "k2", "name": "ir", "execution_state": "busy"}, 7]
                        """));
        assertEquals(new Kernel("k1", "python3", "a/train.ipynb", "idle", 59.5, null, null), kernels.get(0));
        assertEquals("busy", kernels.get(1).state());
        assertNull(kernels.get(1).notebook());
        assertNull(kernels.get(1).idle());
        assertEquals(2, kernels.size());
    }

    @Test
    void whatIsNoListHasNoKernels() throws IOException {
        assertEquals(List.of(), Kernels.parse(reply("{}"), reply("{}")));
    }
}

package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Json;
import dev.berth.lab.Lab;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kernels of a real JupyterLab: listed, joined with the GPUs, and a server that nobody uses stopped by it. */
class KernelsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final double KERNEL_BYTES = 3072.0 * (1 << 20);

    private BerthProgram berth;

    @BeforeAll
    static void lab() {
        Lab.assumeUp();
    }

    @BeforeEach
    void world() throws IOException {
        berth = new BerthProgram(Lab.sshConfig());
    }

    @AfterEach
    void end() throws Exception {
        berth.run("jupyter", "stop", "gpu1", "train", "--all");
        berth.close();
    }

    /** @param url of the lab, with its token */
    private static String startKernel(String url) throws Exception {
        URI lab = URI.create(url);
        String base = lab.getPath().replaceFirst("lab$", "");
        URI kernels = URI.create("http://" + lab.getAuthority() + base + "api/kernels?" + lab.getQuery());
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> reply = client.send(
                    HttpRequest.newBuilder(kernels)
                            .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"python3\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(201, reply.statusCode(), reply.body());
            return (String) ((Map<?, ?>) Json.readAny(reply.body())).get("id");
        }
    }

    private Map<?, ?> server() throws Exception {
        List<Map<String, Object>> rows =
                berth.run("jupyter", "list", "gpu1", "--json").ok().rows();
        assertEquals(1, rows.size(), rows::toString);
        return rows.getFirst();
    }

    @Test
    void aKernelIsJoinedWithWhatItHoldsOnTheGpus() throws Exception {
        String url =
                (String) berth.run("jupyter", "start", "gpu1", "train", "--no-open", "--local-port", "auto", "--json")
                        .ok()
                        .object()
                        .get("localUrl");
        assertEquals(List.of(), server().get("kernels"));

        String id = startKernel(url);
        long end = System.nanoTime() + SOON.toNanos();
        Map<?, ?> kernel = kernel();
        while (!(kernel.get("gpuMemory") instanceof Number held && held.doubleValue() == KERNEL_BYTES)) {
            assertTrue(System.nanoTime() < end, "not joined: " + kernel);
            kernel = kernel();
        }
        assertEquals(id, kernel.get("id"));
        assertEquals("python3", kernel.get("name"));

        List<?> processes = berth.run("gpus", "gpu1", "--json").ok().rows().stream()
                .flatMap(gpu -> ((List<?>) gpu.get("processes")).stream())
                .filter(process -> id.equals(((Map<?, ?>) process).get("kernel")))
                .toList();
        assertEquals(1, processes.size());
        assertEquals("train", ((Map<?, ?>) processes.getFirst()).get("container"));

        berth.run("jupyter", "stop", "gpu1", "train", "--idle", "1h").ok();
        assertEquals("ready", server().get("state"), "one that was just used stays");
        berth.run("jupyter", "stop", "gpu1", "train", "--idle", "0s").ok();
        assertEquals(
                List.of(), berth.run("jupyter", "list", "gpu1", "--json").ok().rows());
    }

    private Map<?, ?> kernel() throws Exception {
        List<?> kernels = (List<?>) server().get("kernels");
        assertEquals(1, kernels.size(), kernels::toString);
        return (Map<?, ?>) kernels.getFirst();
    }
}

package dev.berth.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Container.PortMapping;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.docker.Docker.ContainerDetails;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartScriptTest {
    private static final StartOrder PLAIN = new StartOrder("train", null, null, List.of(), List.of(), List.of());

    private static ContainerDetails container(String network, PortMapping... ports) {
        return new ContainerDetails(
                "f5ee8d706799c501f0dbcc9c",
                "train",
                "image",
                "running",
                0,
                null,
                network,
                List.of(),
                List.of(ports),
                1,
                "",
                "/workspace",
                List.of());
    }

    private static String text(ContainerDetails details, StartOrder order) throws ProblemException {
        Script script = StartScript.of(StartScript.Mode.START, "gpu1", details, order, 60);
        return new String(script.text(), StandardCharsets.UTF_8);
    }

    @Test
    void onTheHostsNetworkOnlyLoopbackIsListenedOn() throws ProblemException {
        assertTrue(text(container("bridge"), PLAIN).contains("\nADDRESS=0.0.0.0\n"));
        assertTrue(text(container("host"), PLAIN).contains("\nADDRESS=127.0.0.1\n"));
        assertTrue(text(container("none"), PLAIN).contains("\nADDRESS=127.0.0.1\n"));
    }

    @Test
    void publishedPortsAreOfferedInOrder() throws ProblemException {
        String text = text(
                container(
                        "bridge",
                        new PortMapping("0.0.0.0", 32000, 9999, "tcp"),
                        new PortMapping("::", 32000, 9999, "tcp"),
                        new PortMapping("0.0.0.0", 32001, 53, "udp"),
                        new PortMapping(null, null, 22, "tcp"),
                        new PortMapping("0.0.0.0", 32002, 6006, "tcp")),
                PLAIN);
        assertTrue(text.contains("PUBLISHED='6006 9999'\n"));
    }

    @Test
    void whatAUserTypesStaysOneWord() throws ProblemException {
        StartOrder order = new StartOrder(
                "train", 9999, "/data/$(id); it's", List.of("GPU-1", "2"), List.of("A=b c", "B='"), List.of("--x=a b"));
        String text = text(container("bridge"), order);
        assertTrue(text.contains("WHERE='/data/$(id); it'\\''s'\n"));
        assertTrue(text.contains("export CUDA_VISIBLE_DEVICES=GPU-1,2"));
        assertTrue(text.contains("export A='\\''b c'\\''"));
    }

    @Test
    void neitherParametersNorScriptAreInTheCommandLine() throws ProblemException {
        StartOrder order = new StartOrder("train", null, null, List.of(), List.of("API_KEY=geheim"), List.of());
        Script script = StartScript.of(StartScript.Mode.START, "gpu1", container("bridge"), order, 60);
        assertEquals(List.of("sh", "-s", "berth-start"), script.argv());
        assertFalse(script.argv().toString().contains("geheim"));
    }

    @Test
    void whatIsNoVariableIsRefusedBeforeAnythingRuns() {
        StartOrder order = new StartOrder("train", null, null, List.of(), List.of("no-name=1"), List.of());
        ProblemException refused = assertThrows(ProblemException.class, () -> text(container("bridge"), order));
        assertEquals(Code.USAGE, refused.problem().code());
    }
}

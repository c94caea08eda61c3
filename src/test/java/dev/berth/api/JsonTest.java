package dev.berth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static final Instant THEN = Instant.parse("2026-11-24T10:00:00Z");

    private static HostSnapshot host() {
        Gpu gpu = new Gpu(
                "gpu1",
                0,
                "GPU-1",
                "H100",
                Reading.of(12.5),
                Reading.unknown(),
                Reading.of(85899345920.0),
                new Reading.Failed("[Unknown Error]"),
                Reading.of(70),
                Reading.of(700),
                GpuHealth.UNKNOWN,
                null,
                List.of(new GpuProcess(12, "dev", "python3", Reading.of(1024), "train", null)),
                List.of());
        Container container = new Container(
                "gpu1",
                "0123",
                "train",
                "lab/jupyterlab:4.0",
                "running",
                "Up 3 hours",
                THEN,
                null,
                List.of(new Container.PortMapping("0.0.0.0", 9999, 9999, "tcp")),
                new Container.GpuGrant(false, null, List.of("0", "2")),
                "bridge");
        return new HostSnapshot(
                "gpu1",
                HostState.NEEDS_ANSWER,
                Problem.of(Problem.Code.ANSWER_NEEDED, "gpu1 needs an answer.", "Press r."),
                THEN,
                "10.0.0.1",
                "dev",
                0.0012,
                THEN,
                LinkKind.SSHJ,
                true,
                Section.of(List.of(container), THEN),
                Section.of(List.of(gpu), THEN),
                Section.<JupyterServer>empty().failed(Problem.of(Problem.Code.TIMEOUT, "late")),
                Section.empty(),
                Section.empty(),
                null,
                null,
                Watches.NONE);
    }

    private static <T> T thereAndBack(T value, Class<T> type) throws IOException {
        return Json.read(Json.write(value), type);
    }

    @Test
    void aHostComesBackAsItWas() throws IOException {
        assertEquals(host(), thereAndBack(host(), HostSnapshot.class));
    }

    @Test
    void variantsOfARequestComeBackAsTheyWere() throws IOException {
        List<Request<?>> requests = List.of(
                new Request.Hello(1, "0.1", null, Map.of("PATH", "/bin"), true, false),
                new Request.Watch(List.of("gpu1"), Set.of(Request.View.GPUS)),
                new Request.Answer(7, new Question.Answer.Give(new Secret("geheim"))),
                new Request.StartJupyter(
                        "gpu1", "train", null, null, List.of(), List.of(), Request.LocalPort.ANY, List.of("--x")));
        for (Request<?> request : requests) {
            assertEquals(request, thereAndBack(request, Request.class));
        }
    }

    @Test
    void scriptsSeeNullForAFigureThatCouldNotBeRead() {
        assertEquals(
                "[1,null,null]",
                Json.writeForScripts(List.of(Reading.of(1), Reading.unknown(), new Reading.Failed("[Unknown Error]"))));
    }

    @Test
    void byteCountsHaveNoFraction() {
        assertEquals("85899345920", Json.write(85899345920.0));
        assertEquals("0.5", Json.write(0.5));
    }

    @Test
    void unknownFieldsOfANewerAgentAreSkipped() throws IOException {
        assertEquals(new Reply.Text("x"), Json.read("{\"later\":{\"a\":[1,2]},\"text\":\"x\"}", Reply.Text.class));
    }

    @Test
    void whatIsNotTheTypeIsRefusedAsAnIoException() {
        for (String text : List.of("", "{", "[]", "{\"type\":\"no-such\"}", "{\"id\":\"seven\"}", "null")) {
            assertThrows(IOException.class, () -> Json.read(text, Request.class), text);
        }
        assertThrows(IOException.class, () -> Json.read("{\"state\":\"sideways\"}", HostSnapshot.class));
    }

    @Test
    void namesBecomeKebabCase() {
        assertEquals("needs-answer", Json.kebab("NEEDS_ANSWER"));
        assertEquals("start-jupyter", Json.kebab("StartJupyter"));
        assertTrue(Json.write(HostState.UP).contains("\"up\""));
    }

    @Test
    void aSecretIsMaskedWhereverItIsPrinted() {
        assertEquals("***", new Secret("geheim").toString());
        assertTrue(!new Request.OneTimeAddress(new Secret("geheim")).toString().contains("geheim"));
    }
}

package dev.berth.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.FreeGpu;
import dev.berth.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    @TempDir
    Path directory;

    @Test
    void allFieldsAreRead() throws IOException {
        Config config = read("""
                autoconnect: [gpu1, ann@gpu2]
                theme: dark
                ascii: true
                browser: firefox --new-window
                idleKernel: 90m
                freeGpu: {busy: 12.5, memory: 30, processes: 2}
                link: sshj
                links:
                  gpu1: mux
                groups: {training: [gpu1, gpu2], web: [cpu1]}
                """);

        LinkChoices links = new LinkChoices(LinkChoice.SSHJ, Map.of("gpu1", LinkChoice.MUX));
        assertEquals(
                new Config(
                        List.of("gpu1", "ann@gpu2"),
                        "dark",
                        true,
                        "firefox --new-window",
                        5400,
                        new FreeGpu(12.5, 30, 2),
                        Map.of("gpu1", "training", "gpu2", "training", "cpu1", "web"),
                        links,
                        Map.of(),
                        List.of()),
                config);
    }

    @Test
    void missingFileIsNoProblemUnlessItWasAskedFor() {
        Path missing = directory.resolve("none.yaml");

        assertEquals(Config.DEFAULT, ConfigFile.read(missing));
        assertEquals(1, ConfigFile.readAsked(missing).problems().size());
    }

    @Test
    void fileOfCommentsOnlyIsTheDefault() throws IOException {
        assertEquals(Config.DEFAULT, read("# nothing yet\n"));
        assertEquals(Config.DEFAULT, read(""));
    }

    @Test
    void sampleIsTheDefaultAndHasNoProblem() {
        assertEquals(Config.DEFAULT, ConfigFile.readAsked(Path.of("config/config.yaml")));
    }

    @Test
    void misspeltFieldIsToldWithItsLineAndTheNearName() throws IOException {
        Config config = read("ascii: true\nautoconect: [gpu1]\ntheme: light\n");

        assertEquals(
                file() + ":2: there is no field autoconect. Did you mean autoconnect?",
                only(config).message());
        assertTrue(config.ascii());
        assertEquals("light", config.theme());
    }

    @Test
    void wrongValueIsToldWithWhatIsAllowed() throws IOException {
        Config config = read("# colours\ntheme: drak\n");

        assertEquals(
                file() + ":2: theme has a value it can't have.", only(config).message());
        assertEquals(
                "Allowed: auto, dark, light or mono. Did you mean dark?",
                only(config).next());
        assertEquals("auto", config.theme());
    }

    @Test
    void wrongLinkIsToldAndCostsOnlyItself() throws IOException {
        Config config = read("links:\n  gpu1: mux\n  gpu2: openssh\n  gpu3: sshj\nlink: 7\n");

        assertEquals(2, config.problems().size(), config.problems().toString());
        assertEquals(
                file() + ":3: links: gpu2 has a value it can't have.",
                config.problems().getFirst().message());
        assertEquals(LinkChoice.MUX, config.links().of("gpu1"));
        assertEquals(LinkChoice.AUTO, config.links().of("gpu2"));
        assertEquals(LinkChoice.SSHJ, config.links().of("gpu3"));
    }

    @Test
    void wrongLimitOfAFreeGpuIsToldAndCostsOnlyItself() throws IOException {
        Config config = read("freeGpu:\n  busy: 0\n  memory: 25\n  processes: few\n  power: 3\n");

        assertEquals(3, config.problems().size(), config.problems().toString());
        assertEquals(
                file() + ":2: freeGpu: busy has a value it can't have.",
                config.problems().getFirst().message());
        assertEquals(
                file() + ":5: freeGpu has no field power.",
                config.problems().getLast().message());
        assertEquals(new FreeGpu(5, 25, 0), config.freeGpu());
        assertEquals(FreeGpu.DEFAULT, read("freeGpu: 5\n").freeGpu());
    }

    @Test
    void groupThatIsNoListCostsOnlyItself() throws IOException {
        Config config = read("groups:\n  a: gpu1\n  b: [gpu2]\n  c: [[gpu3]]\ntheme: dark\n");

        assertEquals(2, config.problems().size(), config.problems().toString());
        assertEquals(
                file() + ":2: groups: a has a value it can't have.",
                config.problems().getFirst().message());
        assertEquals(Map.of("gpu2", "b"), config.groups());
        assertEquals("dark", config.theme());
    }

    @Test
    void wrongShapesCostOnlyTheirField() throws IOException {
        Config config = read("""
                theme: [dark, light]
                autoconnect: [gpu1, {a: [1, 2]}, [x], gpu2]
                ascii: {yes: no}
                browser: 3
                """);

        assertEquals(4, config.problems().size(), config.problems().toString());
        assertTrue(config.problems().get(1).message().startsWith(file() + ":2: autoconnect"));
        assertTrue(config.problems().get(3).message().startsWith(file() + ":4: browser"));
        assertEquals(List.of(), config.autoconnect());
        assertNull(config.browser());
    }

    @Test
    void fieldAfterAWrongListIsStillRead() throws IOException {
        Config config = read("autoconnect: gpu1\ntheme: mono\n");

        assertEquals(1, config.problems().size());
        assertEquals("mono", config.theme());
    }

    @Test
    void brokenYamlKeepsWhatCameBefore() throws IOException {
        Config config = read("theme: dark\nautoconnect: [gpu1\nascii: true\n");

        assertEquals("dark", config.theme());
        assertEquals(Problem.Code.BAD_CONFIG, only(config).code());
        assertTrue(
                only(config).message().matches(".*config.yaml:[234]: not YAML: .*"),
                only(config).message());
    }

    @Test
    void listInPlaceOfFieldsIsTold() throws IOException {
        assertTrue(only(read("- gpu1\n")).message().contains("fields such as"));
    }

    @Test
    void secondFieldOfANameIsTold() throws IOException {
        Config config = read("theme: dark\ntheme: light\n");

        assertEquals("dark", config.theme());
        assertEquals(file() + ":2: theme is there twice.", only(config).message());
    }

    private Config read(String text) throws IOException {
        return ConfigFile.readAsked(Files.writeString(file(), text));
    }

    private Path file() {
        return directory.resolve("config.yaml");
    }

    private static Problem only(Config config) {
        assertEquals(1, config.problems().size(), config.problems().toString());
        return config.problems().getFirst();
    }
}

package dev.berth.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Places;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {
    private static final Path HOME = Path.of("/home/ann");

    @TempDir
    Path directory;

    @Test
    void withoutVariablesFilesLieInHomeAndTheSocketUnderTmp() {
        Places places = new PlaceFinder(Map.of(), HOME, false, 1000).find(World.DEFAULT, null);

        assertEquals(Path.of("/home/ann/.config/berth/config.yaml"), places.config());
        assertEquals(Path.of("/home/ann/.local/state/berth/default/state.json"), places.state());
        assertEquals(Path.of("/home/ann/.local/state/berth/default/agent.log"), places.log());
        assertEquals(Path.of("/tmp/berth-1000/default.sock"), places.socket());
    }

    @Test
    void variablesMoveEverything() {
        Map<String, String> variables =
                Map.of("XDG_RUNTIME_DIR", "/run/user/7", "XDG_STATE_HOME", "/s", "XDG_CONFIG_HOME", "/c");
        Places places = new PlaceFinder(variables, HOME, false, 7).find(World.DEFAULT, null);

        assertEquals(Path.of("/c/berth/config.yaml"), places.config());
        assertEquals(Path.of("/s/berth/default/state.json"), places.state());
        assertEquals(Path.of("/run/user/7/berth/default.sock"), places.socket());
    }

    @Test
    void relativeVariablesAreIgnored() {
        Places places = new PlaceFinder(Map.of("XDG_STATE_HOME", "here"), HOME, false, 7).find(World.DEFAULT, null);

        assertTrue(places.state().startsWith(HOME), places.toString());
    }

    @Test
    void macHasItsOwnCustoms() {
        Places places = new PlaceFinder(Map.of(), Path.of("/Users/ann"), true, 501).find(World.DEFAULT, null);

        assertEquals(Path.of("/Users/ann/Library/Application Support/berth/config.yaml"), places.config());
        assertEquals(Path.of("/Users/ann/Library/Caches/berth/default.sock"), places.socket());
    }

    @Test
    void socketPathThatWouldBeTooLongMovesToTmp() {
        String deep = "/" + "x".repeat(100);
        Places places = new PlaceFinder(Map.of("XDG_RUNTIME_DIR", deep), HOME, false, 1000).find(World.DEFAULT, null);

        assertEquals(Path.of("/tmp/berth-1000/default.sock"), places.socket());
    }

    @Test
    void sameConfigurationByAnotherPathIsTheSameWorld() throws Exception {
        Path config = Files.writeString(directory.resolve("config"), "Host a\n");
        Path link = Files.createSymbolicLink(directory.resolve("link"), config);

        assertEquals(World.of(config.toString()), World.of(link.toString()));
        assertEquals(config.toRealPath(), World.of(link.toString()).sshConfig());
    }

    @Test
    void twoConfigurationsShareNothing() throws Exception {
        Path one = Files.writeString(directory.resolve("one"), "");
        Path two = Files.writeString(directory.resolve("two"), "");
        PlaceFinder finder = new PlaceFinder(Map.of(), HOME, false, 1000);
        Places first = finder.find(World.of(one.toString()), null);
        Places second = finder.find(World.of(two.toString()), null);

        assertNotEquals(first.socket(), second.socket());
        assertNotEquals(first.state(), second.state());
        assertNotEquals(first.log(), second.log());
        assertEquals(first.config(), second.config());
    }

    @Test
    void missingConfigurationIsToldByName() {
        ProblemException problem = assertThrows(ProblemException.class, () -> World.of("/nowhere/config"));

        assertEquals(Problem.Code.USAGE, problem.problem().code());
        assertTrue(problem.problem().message().contains("/nowhere/config"));
    }

    @Test
    void newDirectoriesAreClosedToOthers() throws Exception {
        Path made = directory.resolve("a/b");
        PrivateDirectory.make(made);

        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    }

    @Test
    void openDirectoryOfOursIsClosed() throws Exception {
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        PrivateDirectory.make(open);

        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(open)));
    }

    @Test
    void linkInPlaceOfTheDirectoryIsRefused() throws Exception {
        Path target = Files.createDirectory(directory.resolve("target"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);

        ProblemException problem = assertThrows(ProblemException.class, () -> PrivateDirectory.make(link));
        assertTrue(problem.problem().message().contains("no directory of yours"));
    }
}

package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Invocation.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvocationTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "ui", "-F f", "--readonly", "--no-agent -v", "--quiet --verbose", "--config c ui"})
    void screenWithoutAHost(String line) {
        assertEquals(Kind.SCREEN, of(line).kind());
        assertNull(of(line).host());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu1", "ui gpu1", "-F f gpu1", "gpu1 -F f", "ui --readonly gpu1"})
    void screenOnAHost(String line) {
        assertEquals(Kind.SCREEN, of(line).kind());
        assertEquals("gpu1", of(line).host());
    }

    @Test
    void hostNamedLikeAVerbNeedsUi() {
        assertEquals(Kind.VERB, of("logs").kind());
        assertEquals("logs", of("ui logs").host());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ps",
                "ports",
                "help",
                "hosts --json",
                "--json",
                "--help",
                "gpu1 gpu2",
                "ui gpu1 gpu2",
                "-F",
                "--colour ps"
            })
    void everythingElseIsForTheVerbs(String line) {
        assertEquals(Kind.VERB, of(line).kind());
        assertNull(of(line).host());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-F f ps", "ps -F f", "-Ff ps", "--ssh-config f ps", "ps --ssh-config=f", "--timeout 5 ps -F f"})
    void sshConfigurationIsFoundWhereverItStands(String line) {
        assertEquals("f", of(line).sshConfig());
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec gpu1 -- tail -F log", "build gpu1 -F x", "run gpu1 --config x image"})
    void optionsOfTheRemoteCommandAreItsOwn(String line) {
        Invocation call = of(line);

        assertEquals(Kind.VERB, call.kind());
        assertNull(call.sshConfig());
        assertNull(call.config());
    }

    @Test
    void worldBeforeADockerVerbIsOurs() {
        assertEquals("f", of("run -F f gpu1 image").sshConfig());
    }

    @Test
    void switchesAreFound() {
        assertTrue(of("--no-agent ps").noAgent());
        assertTrue(of("ps --readonly").readOnly());
        assertEquals("c", of("ps --config=c").config());
    }

    @Test
    void versionNeedsNoVerb() {
        assertEquals(Kind.VERSION, of("--version").kind());
        assertEquals(Kind.VERB, of("run gpu1 image --version").kind());
    }

    @Test
    void agentRunIsTheAgent() {
        Invocation call = of("agent run -F f --config c");

        assertEquals(Kind.AGENT, call.kind());
        assertEquals("f", call.sshConfig());
        assertEquals("c", call.config());
        assertEquals(Kind.VERB, of("agent status").kind());
    }

    private static Invocation of(String line) {
        return Invocation.of(line.isEmpty() ? new String[0] : line.split(" ", -1));
    }
}

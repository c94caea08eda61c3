package dev.berth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void hostAndContainerMayBeOneWord() {
        assertEquals(List.of("gpu1", "train"), Context.place(List.of("gpu1/train")));
        assertEquals(List.of("gpu1", "train"), Context.place(List.of("gpu1", "train")));
        assertEquals(List.of("gpu1"), Context.place(List.of("gpu1")));
    }

    @Test
    void memoryIsGivenAsNvidiaSmiCounts() throws ProblemException {
        assertEquals(40.0 * (1L << 30), GpusVerb.bytes("40G"));
        assertEquals(40.0 * (1L << 30), GpusVerb.bytes("40GiB"));
        assertEquals(512.0 * (1 << 20), GpusVerb.bytes("512m"));
        assertEquals(1024, GpusVerb.bytes("1024"));
        assertThrows(ProblemException.class, () -> GpusVerb.bytes("lots"));
    }

    @Test
    void aLocalPortIsANumberOrAuto() throws ProblemException {
        assertEquals(Request.LocalPort.SAME, LocalPorts.of(null));
        assertEquals(Request.LocalPort.ANY, LocalPorts.of("auto"));
        assertEquals(new Request.LocalPort(8889, false), LocalPorts.of("8889"));
        for (String wrong : List.of("0", "65536", "-1", "http")) {
            assertThrows(ProblemException.class, () -> LocalPorts.of(wrong), wrong);
        }
    }

    @Test
    void aFollowedLogPrintsEachLineOnce() {
        assertEquals(List.of("a", "b"), LogFollower.fresh("", "a\nb"));
        assertEquals(List.of("c"), LogFollower.fresh("a\nb", "a\nb\nc"));
        assertEquals(List.of("d"), LogFollower.fresh("a\nb\nc", "b\nc\nd"));
        assertEquals(List.of(), LogFollower.fresh("a\nb", "a\nb"));
        assertEquals(List.of("x", "y"), LogFollower.fresh("a\nb", "x\ny"));
    }

    @Test
    void anOptionsValueIsNoVerb() {
        assertEquals("hosts", Verbs.firstWord(List.of("-F", "ui", "hosts")));
        assertEquals("hosts", Verbs.firstWord(List.of("--json", "hosts", "ui")));
        assertEquals("", Verbs.firstWord(List.of("--help")));
    }

    @Test
    void remoteTextCannotSteerTheTerminal() {
        assertEquals("a\uFFFD[31mb", Text.clean("a\033[31mb"));
    }
}

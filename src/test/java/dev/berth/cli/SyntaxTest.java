package dev.berth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

class SyntaxTest {
    private final List<Object> got = new ArrayList<>();
    private final Syntax syntax = Syntax.of(this, "verb", "Does it.");

    private List<Object> read(String... words) {
        new CommandLine(syntax.spec()).parseArgs(words);
        return got;
    }

    private String help() {
        return new CommandLine(syntax.spec()).getUsageMessage();
    }

    @Test
    void anOptionIsWrittenAsAManualWritesIt() {
        syntax.number("-n, --lines N", "How many.", got::add).flag("-f, --follow", "Go on.", got::add);

        assertEquals(List.of(3, true), read("--lines=3", "-f"));
        assertTrue(help().contains("-n, --lines=N"), help());
        assertTrue(help().contains("-f, --follow"), help());
    }

    @Test
    void whatIsNotGivenIsNotAssigned() {
        syntax.flag("--all", "", got::add)
                .choice("--open", "", got::add)
                .text("--dir D", "", got::add)
                .list("--env K=V", "", got::add)
                .words("HOST", "0..*", "", got::add);

        assertEquals(List.of(), read());
    }

    @Test
    void repeatedOptionsAddUp() {
        syntax.list("--env K=V", "", list -> got.addAll(List.of(List.copyOf(list))))
                .commaList("--gpus LIST", "", list -> got.addAll(List.of(List.copyOf(list))));

        assertEquals(List.of("A=1", "B=2"), read("--env", "A=1", "--env", "B=2").getLast());
        assertEquals(
                List.of("0", "1", "3"), read("--gpus", "0,1", "--gpus", "3").getLast());
    }

    @Test
    void aChoiceCanBeDeclined() {
        syntax.choice("--open", "", got::add);

        assertEquals(List.of(false), read("--no-open"));
        got.clear();
        assertEquals(List.of(true), read("--open"));
    }

    @Test
    void wordsComeInTheOrderTold() {
        syntax.word("HOST", "", got::add).words("SPEC", "0..*", "", list -> got.add(List.copyOf(list)));

        assertEquals("gpu1", read("gpu1", "8888", "9999").getFirst());
        assertEquals(List.of("8888", "9999"), got.getLast());
        assertThrows(MissingParameterException.class, () -> read());
    }

    @Test
    void aWrongNumberIsRefusedByName() {
        syntax.number("--port P", "", got::add);

        ParameterException wrong = assertThrows(ParameterException.class, () -> read("--port", "x"));
        assertTrue(wrong.getMessage().contains("--port"), wrong.getMessage());
    }
}

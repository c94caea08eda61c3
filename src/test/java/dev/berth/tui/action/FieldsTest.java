package dev.berth.tui.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Request;
import dev.berth.tui.term.Key;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FieldsTest {
    @Test
    void wordsAreReadAsAShellReadsThem() {
        assertEquals(List.of("--a=b c", "d", "", "it's"), Fields.words("--a='b c'  d \"\" it\\'s"));
        assertEquals(List.of(), Fields.words("  "));
    }

    @Test
    void localPortIsTheSameANumberOrTheNextFree() {
        assertEquals(Request.LocalPort.SAME, Fields.localPort(""));
        assertEquals(Request.LocalPort.ANY, Fields.localPort("auto"));
        assertEquals(new Request.LocalPort(80, false), Fields.localPort("80"));
        assertTrue(Fields.isLocalPort("65535"));
        assertFalse(Fields.isLocalPort("65536"));
        assertFalse(Fields.isLocalPort("x"));
    }

    @Test
    void everyActionHasANameOfItsOwnAndSaysWhatItDoes() {
        Set<String> ids = new HashSet<>();
        for (Action action : Actions.all()) {
            assertTrue(ids.add(action.id()), action.id());
            assertFalse(action.help().isBlank(), action.id());
            assertFalse(action.label().isBlank(), action.id());
        }
    }

    @Test
    void nothingDestructiveSitsOnAMovementKeyOrOnEnter() {
        Set<Key> taken = new HashSet<>();
        for (Action action : Actions.all()) {
            // n and N look for a word in a text, where there is no row to change
            boolean inTexts = Set.of("next", "previous").contains(action.id());
            if (action.group() == Action.Group.MOVE && !inTexts) {
                taken.addAll(action.keys());
            }
        }
        taken.add(Key.of(Key.Named.ENTER));
        for (Action action : Actions.all()) {
            if (action.changesBox()
                    || action.id().contains("delete")
                    || action.id().contains("stop")) {
                assertTrue(action.keys().stream().noneMatch(taken::contains), action.id());
            }
        }
    }
}

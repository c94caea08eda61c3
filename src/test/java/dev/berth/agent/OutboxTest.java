package dev.berth.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Event;
import dev.berth.api.HostSnapshot;
import dev.berth.api.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AtomicBoolean dropped = new AtomicBoolean();
    private final Outbox outbox = new Outbox(out, () -> dropped.set(true));

    @Test
    void linesLeaveInTheirOrder() {
        outbox.post(Line.reply(1, new Reply.Text("one")));
        outbox.post(Line.reply(2, new Reply.Text("two")));

        assertEquals("""
                {"id":1,"reply":{"type":"text","text":"one"}}
                {"id":2,"reply":{"type":"text","text":"two"}}
                """, written());
    }

    @Test
    void newerStateReplacesTheOlderBehindWhatCameBetween() {
        outbox.post("gpu1", changed(false));
        outbox.post(Line.event(null, new Event.Settled(5)));
        outbox.post("gpu1", changed(true));
        List<String> lines = written().lines().toList();

        assertEquals(2, lines.size(), lines.toString());
        assertTrue(lines.getFirst().contains("settled"));
        assertTrue(lines.getLast().contains("\"autoconnect\":true"));
    }

    @Test
    void readerWithoutEndOfLinesIsDropped() {
        for (int line = 0; line < Outbox.MOST_LINES; line++) {
            outbox.post(Line.reply(line, new Reply.Done()));
        }
        assertFalse(dropped.get());
        outbox.post(Line.reply(0, new Reply.Done()));
        assertTrue(dropped.get());
    }

    @Test
    void oneHostNeverFillsIt() {
        for (int change = 0; change < 2 * Outbox.MOST_LINES; change++) {
            outbox.post("gpu1", changed(false));
        }
        assertFalse(dropped.get());
    }

    private String written() {
        outbox.end();
        outbox.write();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Line changed(boolean autoconnect) {
        return Line.event(null, new Event.HostChanged(HostSnapshot.off("gpu1", autoconnect)));
    }
}

package dev.berth.tui.term;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;

/** Remembers of the latest events which bytes they were made of, in case these were meant for a remote shell. */
final class Ledger {
    /** More keys than anyone types before the program has handled them. */
    private static final int MOST = 1024;

    private final ArrayDeque<Entry> entries = new ArrayDeque<>();

    /** The event and its bytes; a class, since a record compares its arrays by identity and events by value. */
    private static final class Entry {
        private final TermEvent event;
        private final byte[] raw;

        Entry(TermEvent event, byte[] raw) {
            this.event = event;
            this.raw = raw;
        }
    }

    void add(TermEvent event, byte[] raw) {
        // A paste holds its own text, which may be large.
        if (event instanceof Key) {
            if (entries.size() == MOST) {
                entries.removeFirst();
            }
            entries.addLast(new Entry(event, raw));
        }
    }

    /** What was typed to make these events, in their order. */
    byte[] rawOf(Collection<? extends TermEvent> events) {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        for (TermEvent event : events) {
            if (event instanceof Paste paste) {
                raw.writeBytes(paste.text().replace('\n', '\r').getBytes(StandardCharsets.UTF_8));
            } else {
                raw.writeBytes(rawOf(event));
            }
        }
        return raw.toByteArray();
    }

    @SuppressWarnings("ReferenceEquality") // the same key may have been typed twice, as different bytes
    private byte[] rawOf(TermEvent event) {
        for (Entry entry : entries) {
            if (entry.event == event) {
                return entry.raw;
            }
        }
        return new byte[0];
    }
}

package dev.berth.gpu;

import dev.berth.api.Reading;
import dev.berth.api.RemoteText;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A process on a GPU as nvidia-smi's row tells it.
 *
 * @param at the host's own clock; null where it can't be read
 * @param pid -1 where the driver hides it
 */
record ProcessRow(@Nullable LocalDateTime at, String uuid, long pid, String name, Reading memory) {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss.SSS", Locale.ROOT);

    /** Null for what is no row. Read from both ends: older drivers leave commas in a name as they are. */
    static @Nullable ProcessRow parse(String text) {
        String[] head = text.split(",", 4);
        int last = head.length < 4 ? -1 : head[3].lastIndexOf(',');
        if (last < 0) {
            return null;
        }
        String uuid = RemoteText.oneLine(head[1], 80);
        long pid = SmiLine.number(head[2].strip());
        if (uuid.isEmpty() || pid < 0 && !head[2].strip().startsWith("[")) {
            return null;
        }
        return new ProcessRow(
                stamp(head[0].strip()),
                uuid,
                pid,
                RemoteText.oneLine(head[3].substring(0, last), 200),
                Cells.reading(head[3].substring(last + 1), Cells.MIB));
    }

    private static @Nullable LocalDateTime stamp(String text) {
        try {
            return LocalDateTime.parse(text, STAMP);
        } catch (DateTimeParseException another) {
            return null;
        }
    }
}

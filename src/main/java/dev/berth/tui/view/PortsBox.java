package dev.berth.tui.view;

import dev.berth.api.ListeningPort;
import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Style;
import dev.berth.tui.draw.TextWidth;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Job;
import dev.berth.tui.model.Model;
import dev.berth.tui.table.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The listening ports of a place. */
final class PortsBox {
    private static final int WIDTH = 96;
    private static final int GAP = 2;
    /** Rows of the box that are no ports: its borders, the head, a blank row and the hints. */
    private static final int AROUND = 5;

    /** With fewer rows the ports get all of them. */
    private static final int ROOMY = 16;

    /** A column, as wide as its texts need up to {@code most}. */
    private record Column(String title, int most, Style style, Function<ListeningPort, String> text) {}

    private static final Column PLACE =
            new Column("CONTAINER", 20, Style.TEXT, port -> port.container() == null ? "the host" : port.container());

    private static final List<Column> COLUMNS = List.of(
            new Column("PORT", 5, Style.TEXT, port -> Integer.toString(port.port())),
            new Column("NAME", 24, Style.TEXT, port -> Words.orNone(port.name())),
            new Column("TUNNEL", 15, Style.ACCENT, PortsBox::tunnel),
            new Column("LISTENS ON", 15, Style.DIM, ListeningPort::address),
            new Column("PROCESS", 40, Style.DIM, PortsBox::process));

    private PortsBox() {}

    static void draw(Model model, Dialog.Ports dialog, Canvas canvas) {
        Box box = Box.titled("Ports of " + Job.where(dialog.host(), dialog.container()), WIDTH, canvas);
        List<String> notes = canvas.height() < ROOMY ? List.of() : notes(dialog);
        if (dialog.ports().isEmpty()) {
            box.text("Nothing listens on a TCP port there.", Style.TEXT);
        } else {
            rows(box, dialog, Math.max(1, canvas.height() - AROUND - notes.size()));
        }
        for (String note : notes) {
            box.foot(row -> row.text(0, 0, TextWidth.cut(note, row.width()), Style.DIM));
        }
        box.hints("Enter", "tunnel", "o", "open", "y", "copy", "r", "look again", "Esc", "close")
                .draw(canvas, model.glyphs());
    }

    private static List<String> notes(Dialog.Ports dialog) {
        List<String> notes = new ArrayList<>();
        if (dialog.found().noContainers() != null) {
            notes.add("without containers: " + dialog.found().noContainers().message());
        }
        if (!dialog.found().untold().isEmpty()) {
            notes.add("not told from the host; p on their own rows: "
                    + String.join(", ", dialog.found().untold()));
        }
        if (dialog.ports().stream().anyMatch(ListeningPort::relay)) {
            notes.add("relay: reached only by python3, socat or perl in the container");
        }
        return notes;
    }

    /** At most {@code room} ports, around the cursor, below a head that stays. */
    private static void rows(Box box, Dialog.Ports dialog, int room) {
        List<ListeningPort> ports = dialog.ports();
        List<Column> columns = dialog.container() == null
                ? Stream.concat(Stream.of(PLACE), COLUMNS.stream()).toList()
                : COLUMNS;
        int[] widths = columns.stream().mapToInt(column -> width(column, ports)).toArray();
        int top = Math.clamp((long) dialog.cursor() - room / 2, 0, Math.max(0, ports.size() - room));
        box.row(row -> line(row, columns, widths, Column::title, true));
        for (int i = top; i < Math.min(ports.size(), top + room); i++) {
            ListeningPort port = ports.get(i);
            boolean here = i == dialog.cursor();
            box.row(row -> {
                line(row, columns, widths, column -> column.text().apply(port), false);
                if (here) {
                    row.restyle(0, 0, row.width(), Style.SELECTED);
                }
            });
        }
    }

    private static int width(Column column, List<ListeningPort> ports) {
        int widest = TextWidth.width(column.title());
        for (ListeningPort port : ports) {
            widest = Math.max(
                    widest,
                    Math.min(column.most(), TextWidth.width(column.text().apply(port))));
        }
        return widest;
    }

    private static void line(
            Canvas row, List<Column> columns, int[] widths, Function<Column, String> text, boolean head) {
        int x = 0;
        for (int i = 0; i < widths.length && x < row.width(); i++) {
            int width = Math.min(widths[i], row.width() - x);
            Column column = columns.get(i);
            row.text(x, 0, TextWidth.cut(text.apply(column), width), head ? Style.HEADER : column.style());
            x += width + GAP;
        }
    }

    private static String tunnel(ListeningPort port) {
        if (port.localPort() != null) {
            return "127.0.0.1:" + port.localPort();
        }
        return port.relay() ? "relay" : Words.NONE;
    }

    private static String process(ListeningPort port) {
        return port.process() == null ? Words.NONE : port.process() + " (" + port.pid() + ")";
    }
}

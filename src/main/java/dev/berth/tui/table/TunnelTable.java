package dev.berth.tui.table;

import dev.berth.api.TunnelStatus;
import dev.berth.tui.draw.Style;
import dev.berth.tui.model.Job;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import java.util.ArrayList;
import java.util.List;

/** The tunnels of one host or of all. */
final class TunnelTable implements TableOf {
    static final TunnelTable TABLE = new TunnelTable();

    private static final List<Column> COLUMNS = List.of(
            Column.left("NAME", 0, 10, 30),
            Column.left("STATE", 0, 14, 14),
            Column.left("LOCAL", 1, 14, 24),
            Column.left("REMOTE", 2, 24, 60),
            Column.left("WAY", 5, 5, 10),
            Column.right("CLIENTS", 4, 7, 7),
            Column.right("IN", 6, 8, 9),
            Column.right("OUT", 7, 8, 9),
            Column.left("INFO", 8, 10, 200));

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    @Override
    public List<Row> rows(Model model, Page.Table page) {
        List<Row> rows = new ArrayList<>();
        for (TunnelStatus tunnel : model.facts().tunnels()) {
            if (page.host() == null || page.host().equals(tunnel.host())) {
                rows.add(row(model, tunnel));
            }
        }
        return rows;
    }

    private static Row row(Model model, TunnelStatus tunnel) {
        List<Cell> cells = List.of(
                Cell.text(tunnel.name()),
                FleetTable.state(
                        model, Status.of(tunnel.state()), tunnel.state().ordinal()),
                Cell.number(tunnel.local(), tunnel.localPort()).in(Style.ACCENT),
                Cell.text(remote(model, tunnel)),
                Cell.dim(tunnel.way() == null ? Words.NONE : Words.word(tunnel.way())),
                Cell.number(Integer.toString(tunnel.clients()), tunnel.clients())
                        .in(tunnel.clients() == 0 ? Style.DIM : Style.TEXT),
                Cell.number(Words.bytes(tunnel.bytesIn()), tunnel.bytesIn()),
                Cell.number(Words.bytes(tunnel.bytesOut()), tunnel.bytesOut()),
                tunnel.reason() == null ? Cell.dim(kept(tunnel)) : Cell.styled(tunnel.reason(), Style.WARN));
        return new Row(new Subject.OfTunnel(tunnel), cells, !model.link().isUp());
    }

    private static String kept(TunnelStatus tunnel) {
        String kept = tunnel.autostart() ? "on with its host" : tunnel.saved() ? "saved" : "";
        String group = tunnel.group() == null ? "" : "group " + tunnel.group();
        return kept.isEmpty() || group.isEmpty() ? kept + group : kept + ", " + group;
    }

    /** The far end begins with its host, so that the row always shows it. */
    private static String remote(Model model, TunnelStatus tunnel) {
        String arrow = model.glyphs().of(dev.berth.tui.draw.Glyph.ARROW_RIGHT);
        return arrow + " " + Job.where(tunnel.host(), tunnel.container()) + " " + tunnel.remote();
    }
}

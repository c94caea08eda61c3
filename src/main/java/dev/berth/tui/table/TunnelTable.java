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

    private static final int MINUTE = 15;

    private static final List<Column> COLUMNS = List.of(
            Column.left("NAME", 0, 18, 30),
            Column.left("STATE", 0, 14, 14),
            Column.left("LOCAL", 1, 14, 24),
            Column.left("REMOTE", 2, 24, 60),
            Column.left("WAY", 6, 5, 10),
            Column.right("CLIENTS", 4, 7, 7),
            Column.right("RATE", 5, 10, 10),
            Column.left("LAST MINUTE", 7, MINUTE, MINUTE),
            Column.right("IN", 9, 8, 9),
            Column.right("OUT", 10, 8, 9),
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
        long rate = tunnel.traffic().rateIn() + tunnel.traffic().rateOut();
        List<Cell> cells = List.of(
                Cell.text(tunnel.name()),
                FleetTable.state(
                        model, Status.of(tunnel.state()), tunnel.state().ordinal()),
                Cell.number(tunnel.local(), tunnel.localPort()).in(tunnel.isWide() ? Style.WARN : Style.ACCENT),
                Cell.text(remote(model, tunnel)),
                Cell.dim(tunnel.way() == null ? Words.NONE : Words.word(tunnel.way())),
                Cell.number(Integer.toString(tunnel.clients()), tunnel.clients())
                        .in(tunnel.clients() == 0 ? Style.DIM : Style.TEXT),
                Cell.number(rate == 0 ? "" : Words.rate(rate), rate),
                Cell.dim(Sparkline.of(model.glyphs(), tunnel.traffic().recent(), MINUTE)),
                Cell.number(Words.bytes(tunnel.bytesIn()), tunnel.bytesIn()),
                Cell.number(Words.bytes(tunnel.bytesOut()), tunnel.bytesOut()),
                info(tunnel));
        return new Row(new Subject.OfTunnel(tunnel), cells, !model.link().isUp());
    }

    private static Cell info(TunnelStatus tunnel) {
        if (tunnel.reason() != null) {
            return Cell.styled(tunnel.reason(), Style.WARN);
        }
        return tunnel.isWide() ? Cell.styled("open to others", Style.WARN) : Cell.dim(kept(tunnel));
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

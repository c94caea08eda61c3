package dev.berth.tui.table;

import dev.berth.api.HostSnapshot;
import dev.berth.api.JupyterServer;
import dev.berth.api.Settings;
import dev.berth.tui.draw.Glyph;
import dev.berth.tui.draw.Style;
import dev.berth.tui.model.Link;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import java.util.List;

/** The Jupyter servers of one host or of all. */
final class ServerTable implements TableOf {
    static final ServerTable TABLE = new ServerTable();

    private static final List<Column> COLUMNS = List.of(
            Column.left("NAME", 0, 12, 40),
            Column.left("HOST", 1, 4, 20),
            Column.left("STATE", 0, 12, 13),
            Column.right("PORT", 2, 5, 5),
            Column.right("LOCAL", 3, 5, 6),
            Column.left("KERNELS", 4, 7, 16),
            Column.left("KIND", 5, 10, 24),
            Column.right("UPTIME", 6, 6, 6),
            Column.left("ROOT", 7, 8, 60),
            Column.left("STARTED BY", 8, 10, 10));

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    @Override
    public List<Row> rows(Model model, Page.Table page) {
        return Sections.rows(model, page, HostSnapshot::servers, (host, server) -> row(model, host, server));
    }

    private static Row row(Model model, HostSnapshot host, JupyterServer server) {
        String version = server.version() == null ? "" : " " + server.version();
        List<Cell> cells = List.of(
                server.container() == null ? Cell.dim("(host itself)") : Cell.text(server.container()),
                Cell.text(host.host()),
                FleetTable.state(
                        model, Status.of(server.state()), server.state().ordinal()),
                server.socket() == null
                        ? Cell.number(Integer.toString(server.port()), server.port())
                        : Cell.dim("unix"),
                server.localPort() == null
                        ? Cell.UNKNOWN
                        : Cell.number(server.localPort().toString(), server.localPort())
                                .in(Style.ACCENT),
                kernels(model, server),
                Cell.text(Kinds.of(server) + version),
                server.started() == null
                        ? Cell.UNKNOWN
                        : Cell.number(
                                Words.since(server.started(), model.now().at()),
                                Words.secondsSince(server.started(), model.now().at())),
                Cell.text(Words.orNone(server.root())),
                Cell.dim(server.ours() ? "berth" : server.user() == null ? "someone" : server.user()));
        return new Row(new Subject.OfServer(host, server), cells, Sections.stale(model, host, host.servers()));
    }

    private static Cell kernels(Model model, JupyterServer server) {
        List<JupyterServer.Kernel> kernels = server.kernels();
        String told = server.watched() ? " (w)" : "";
        if (kernels.isEmpty()) {
            return new Cell("none" + told, Style.DIM, 0, Double.NaN);
        }
        long busy = busy(kernels);
        String text = kernels.size() + (busy == 0 ? " idle" : ", " + busy + " busy");
        boolean hoards = kernels.stream().anyMatch(kernel -> kernel.hoards(idleKernel(model)));
        return hoards
                ? Cell.number(model.glyphs().of(Glyph.WARNING) + " " + text + told, kernels.size())
                        .in(Style.WARN)
                : Cell.number(text + told, kernels.size()).in(busy == 0 ? Style.TEXT : Style.BUSY);
    }

    /** After so many seconds an idle kernel that holds GPU memory is marked. */
    static double idleKernel(Model model) {
        return model.link() instanceof Link.Up up ? up.welcome().settings().idleKernel() : Settings.HOUR;
    }

    static long busy(List<JupyterServer.Kernel> kernels) {
        return kernels.stream().filter(JupyterServer.Kernel::busy).count();
    }
}

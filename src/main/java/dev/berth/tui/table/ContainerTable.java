package dev.berth.tui.table;

import dev.berth.api.Container;
import dev.berth.api.HostSnapshot;
import dev.berth.api.JupyterServer;
import dev.berth.tui.draw.Style;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The containers of one host or of all. */
final class ContainerTable implements TableOf {
    static final ContainerTable TABLE = new ContainerTable();

    /** Shown once they were measured. */
    static final String SIZE = "SIZE";

    private static final List<Column> COLUMNS = List.of(
            Column.left("NAME", 0, 12, 50),
            Column.left("HOST", 1, 4, 20),
            Column.left("STATE", 0, 12, 13),
            Column.left("JUPYTER", 2, 7, 16),
            Column.left("IMAGE", 3, 14, 60),
            Column.left("GPUS", 4, 4, 16),
            Column.left("PORTS", 5, 9, 40),
            Column.right(SIZE, 1, 8, 9),
            Column.right("AGE", 6, 4, 5),
            Column.left("STATUS", 7, 12, 40));

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    @Override
    public List<Row> rows(Model model, Page.Table page) {
        return Sections.rows(model, page, HostSnapshot::containers, (host, container) -> row(model, host, container));
    }

    private static Row row(Model model, HostSnapshot host, Container container) {
        List<JupyterServer> servers = host.servers().items().stream()
                .filter(server -> Objects.equals(server.container(), container.name()))
                .toList();
        Style style = container.running() ? Style.TEXT : Style.DIM;
        List<Cell> cells = List.of(
                Cell.styled(container.name(), style),
                Cell.styled(host.host(), style),
                state(model, host, container),
                jupyter(model, servers),
                Cell.styled(container.image(), style),
                Cell.styled(gpus(container.gpus()), style),
                Cell.styled(ports(container.ports()), style),
                size(model, container).in(style),
                Cell.number(
                                Words.since(container.created(), model.now().at()),
                                Words.secondsSince(
                                        container.created(), model.now().at()))
                        .in(style),
                Cell.dim(container.status()));
        return new Row(
                new Subject.OfContainer(host, container, servers),
                cells,
                Sections.stale(model, host, host.containers()));
    }

    private static Cell size(Model model, Container container) {
        Long size = container.size() == null ? model.facts().sizes().get(container.id()) : container.size();
        return size == null ? Cell.EMPTY : Cell.number(Words.bytes(size), size);
    }

    private static Cell state(Model model, HostSnapshot host, Container container) {
        Cell state = FleetTable.state(model, Status.of(container), container.running() ? 0 : 1);
        return host.watches().containers().contains(container.id())
                ? new Cell(state.text() + " (w)", state.style(), state.order(), state.ratio())
                : state;
    }

    private static Cell jupyter(Model model, List<JupyterServer> servers) {
        if (servers.isEmpty()) {
            return new Cell("", Style.TEXT, 0, Double.NaN);
        }
        JupyterServer first = servers.getFirst();
        Status status = Status.of(first.state());
        String more = servers.size() > 1 ? " +" + (servers.size() - 1) : "";
        String sign = FleetTable.sign(model, status);
        return new Cell(sign + " :" + first.port() + more, status.style(), first.port(), Double.NaN);
    }

    static String gpus(Container.@Nullable GpuGrant grant) {
        if (grant == null) {
            return "";
        }
        if (grant.all()) {
            return "all";
        }
        return grant.devices().isEmpty()
                ? Words.orNone(grant.count()) + "×"
                : String.join(",", shortened(grant.devices()));
    }

    /** A UUID by its first figures, as docker shows ids. */
    private static List<String> shortened(List<String> devices) {
        List<String> names = new ArrayList<>();
        for (String device : devices) {
            names.add(device.startsWith("GPU-") && device.length() > 12 ? device.substring(0, 12) : device);
        }
        return names;
    }

    /** Published ports as host→container, others by their number; IPv4 and IPv6 of one mapping once. */
    static String ports(List<Container.PortMapping> ports) {
        Set<String> texts = new LinkedHashSet<>();
        for (Container.PortMapping port : ports) {
            String protocol = port.protocol().equals("tcp") ? "" : "/" + port.protocol();
            String target = port.containerPort() + protocol;
            texts.add(port.hostPort() == null ? target : port.hostPort() + "→" + target);
        }
        return String.join(" ", texts);
    }
}

package dev.berth.tui.table;

import dev.berth.api.Container;
import dev.berth.api.Gpu;
import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.Problem;
import dev.berth.api.Section;
import dev.berth.api.Vitals;
import dev.berth.tui.draw.Style;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The hosts. */
final class FleetTable implements TableOf {
    static final FleetTable TABLE = new FleetTable();

    static final String GROUP = "GROUP";

    private static final List<Column> COLUMNS = List.of(
            Column.left("HOST", 0, 16, 40),
            Column.left("STATE", 0, 14, 15),
            Column.left(GROUP, 9, 4, 16),
            Column.left("ADDRESS", 7, 12, 30),
            Column.left("USER", 8, 4, 16),
            Column.left("LINK", 10, 4, 6),
            Column.right("RTT", 6, 5, 8),
            Column.right("CONTAINERS", 3, 10, 10),
            Column.right("GPUS", 2, 4, 7),
            Column.right("JUPYTER", 4, 7, 7),
            Column.right("TUNNELS", 5, 7, 7),
            Column.right("LOAD", 11, 5, 9),
            Column.right("MEM", 12, 8, 9),
            Column.right("DISK FREE", 13, 9, 9),
            Column.left("INFO", 1, 24, 200));

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    @Override
    public List<Row> rows(Model model, Page.Table page) {
        List<HostSnapshot> hosts = model.facts().hosts();
        // those of the main file first, then each group where its first host is
        List<String> groups = hosts.stream()
                .map(host -> Words.orEmpty(host.group()))
                .distinct()
                .toList();
        return hosts.stream()
                .sorted(Comparator.comparingInt(host -> host.group() == null ? -1 : groups.indexOf(host.group())))
                .map(host -> row(model, host))
                .toList();
    }

    private static Row row(Model model, HostSnapshot host) {
        boolean seen = host.containers().at() != null || host.containers().problem() != null;
        List<Cell> cells = List.of(
                Cell.text(host.host()),
                state(model, Status.of(host.state()), host.state().ordinal()),
                Cell.dim(Words.orEmpty(host.group())),
                Cell.text(Words.orNone(host.address())),
                Cell.text(Words.orNone(host.user())),
                Cell.dim(Kinds.of(host.link())),
                host.rtt() == null ? Cell.UNKNOWN : Cell.number(Words.latency(host.rtt()), host.rtt()),
                seen ? containers(host.containers()) : Cell.UNKNOWN,
                gpus(host.gpus()),
                host.servers().at() == null
                        ? Cell.UNKNOWN
                        : count(host.servers().items().size()),
                count(model.facts().tunnelsOf(host.host()).size()),
                load(host.vitals()),
                memory(host.vitals()),
                disk(host.vitals()),
                info(model, host));
        boolean old = !model.link().isUp() || host.state() == HostState.RECONNECTING;
        return new Row(new Subject.OfHost(host), cells, old);
    }

    /** {@code 3.2/64}: processes that run or wait, and cores for them. */
    private static Cell load(@Nullable Vitals vitals) {
        if (vitals == null || vitals.load() == null) {
            return Cell.UNKNOWN;
        }
        String cores = vitals.cores() == null ? "" : "/" + vitals.cores();
        boolean busy = vitals.cores() != null && vitals.load() > vitals.cores();
        return Cell.number(Words.tenths(vitals.load()) + cores, vitals.load()).in(busy ? Style.WARN : Style.TEXT);
    }

    private static Cell memory(@Nullable Vitals vitals) {
        if (vitals == null || vitals.memoryUsed() == null || vitals.memoryTotal() == null) {
            return Cell.UNKNOWN;
        }
        return Cell.number(Words.pair(vitals.memoryUsed(), vitals.memoryTotal()), vitals.memoryUsed());
    }

    /** Docker's, which is the first. */
    private static Cell disk(@Nullable Vitals vitals) {
        if (vitals == null || vitals.disks().isEmpty()) {
            return Cell.UNKNOWN;
        }
        Vitals.Disk disk = vitals.disks().getFirst();
        boolean little = disk.free() < disk.total() / 20;
        return Cell.number(Words.bytes(disk.free()), disk.free()).in(little ? Style.WARN : Style.TEXT);
    }

    static Cell state(Model model, Status status, double order) {
        return new Cell(sign(model, status) + " " + status.word(), status.style(), order, Double.NaN);
    }

    static String sign(Model model, Status status) {
        return status.turning()
                ? model.glyphs().spinner(model.now().spin())
                : model.glyphs().of(status.glyph());
    }

    private static Cell count(int number) {
        return number == 0 ? new Cell("0", Style.DIM, 0, Double.NaN) : Cell.number(Integer.toString(number), number);
    }

    private static Cell containers(Section<Container> section) {
        if (section.at() == null) {
            return Cell.UNKNOWN;
        }
        long up = section.items().stream().filter(Container::running).count();
        return Cell.number(up + "/" + section.items().size(), up);
    }

    private static Cell gpus(Section<Gpu> section) {
        if (section.at() == null) {
            return section.problem() != null && section.problem().code() == Problem.Code.NO_NVIDIA_SMI
                    ? new Cell("none", Style.DIM, -1, Double.NaN)
                    : Cell.UNKNOWN;
        }
        int all = section.items().size();
        boolean known = section.items().stream().allMatch(gpu -> gpu.free() != null);
        long used = section.items().stream()
                .filter(gpu -> Boolean.FALSE.equals(gpu.free()))
                .count();
        return Cell.number((known ? Long.toString(used) : "?") + "/" + all, used);
    }

    private static Cell info(Model model, HostSnapshot host) {
        Problem problem = host.problem();
        if (host.state() == HostState.UP) {
            return problem == null ? trouble(host) : Cell.styled(problem.message(), Style.WARN);
        }
        if (problem == null) {
            return Cell.dim(host.state() == HostState.OFF && host.autoconnect() ? "connects at start" : "");
        }
        Style style = host.state() == HostState.FAILED ? Style.ERROR : Style.WARN;
        return Cell.styled(next(model, host) + problem.message(), style);
    }

    private static String next(Model model, HostSnapshot host) {
        if (host.state() != HostState.RECONNECTING) {
            return "";
        }
        if (host.retryAt() == null) {
            return "trying: ";
        }
        long seconds =
                Math.max(0, Duration.between(model.now().at(), host.retryAt()).toSeconds());
        return seconds == 0 ? "trying: " : "next try in " + Words.span(seconds) + ": ";
    }

    /** A host that is up, but something on it is not. */
    private static Cell trouble(HostSnapshot host) {
        Problem problem = host.containers().problem();
        if (problem == null
                && host.gpus().problem() != null
                && host.gpus().problem().code() != Problem.Code.NO_NVIDIA_SMI) {
            problem = host.gpus().problem();
        }
        return problem == null ? Cell.EMPTY : Cell.styled(problem.message(), Style.WARN);
    }
}

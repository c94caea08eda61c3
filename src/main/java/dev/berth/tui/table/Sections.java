package dev.berth.tui.table;

import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.Problem;
import dev.berth.api.Section;
import dev.berth.tui.draw.Style;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The lists that hosts have: which hosts a page is about, how old what they told is, and what did not come. */
public final class Sections {
    /** GPUs are read every two seconds while somebody looks; three missed readings, and a margin for the way here. */
    private static final long GPU_STALE_SECONDS = 8;

    private Sections() {}

    /** The hosts a page shows: its own, or all that were ever heard. */
    static List<HostSnapshot> hosts(Model model, Page.Table page) {
        List<HostSnapshot> hosts = new ArrayList<>();
        for (HostSnapshot host : model.facts().hosts()) {
            if (page.host() == null
                    ? host.state() != HostState.OFF
                    : host.host().equals(page.host())) {
                hosts.add(host);
            }
        }
        return hosts;
    }

    /** The rows of all hosts of a page; for a host that has none to show but a problem, that, in lists of several. */
    static <T> List<Row> rows(
            Model model,
            Page.Table page,
            Function<HostSnapshot, Section<T>> section,
            BiFunction<HostSnapshot, T, Row> row) {
        List<Row> rows = new ArrayList<>();
        for (HostSnapshot host : hosts(model, page)) {
            Section<T> items = section.apply(host);
            for (T item : items.items()) {
                rows.add(row.apply(host, item));
            }
            Problem problem = items.problem();
            if (page.host() == null && items.items().isEmpty() && problem != null && host.state() == HostState.UP) {
                rows.add(trouble(host, page.view(), problem));
            }
        }
        return rows;
    }

    /** One text over all columns: the first cell has it, the others are blank. */
    private static Row trouble(HostSnapshot host, View view, Problem problem) {
        List<Cell> cells =
                new ArrayList<>(Collections.nCopies(Tables.columns(view).size(), Cell.EMPTY));
        cells.set(0, Cell.styled(host.host() + ": " + problem.message(), Style.WARN));
        return new Row(new Subject.OfTrouble(host, view, problem), cells, false);
    }

    /** The section of a host that a view shows; null for views that show none. */
    public static @Nullable Section<?> of(HostSnapshot host, View view) {
        return switch (view) {
            case CONTAINERS -> host.containers();
            case GPUS -> host.gpus();
            case SERVERS -> host.servers();
            case IMAGES -> host.images();
            case VOLUMES -> host.volumes();
            case FLEET, TUNNELS, MESSAGES, COMMANDS -> null;
        };
    }

    /** What is shown of it can't be trusted to be so any more. */
    public static boolean stale(Model model, HostSnapshot host, Section<?> section) {
        if (!model.link().isUp() || host.state() != HostState.UP || section.problem() != null) {
            return true;
        }
        return section.equals(host.gpus())
                && section.at() != null
                && Words.secondsSince(section.at(), model.now().at()) > GPU_STALE_SECONDS;
    }
}

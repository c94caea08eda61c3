package dev.berth.tui.table;

import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.Problem;
import dev.berth.api.Section;
import dev.berth.tui.draw.Style;
import dev.berth.tui.model.Link;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.View;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a list says when it has no rows: why, and what to do. */
public final class Empty {
    private Empty() {}

    public static List<Line> lines(Model model, Page.Table page, int width) {
        Lines lines = new Lines(width);
        String filter = Tables.filter(model.navigation(), page);
        if (!filter.isBlank() && !Tables.all(model, page).isEmpty()) {
            lines.text("Nothing here matches “" + filter.strip() + "”.", Style.TEXT)
                    .text("Esc clears the filter.", Style.DIM);
            if (filter.indexOf(':') >= 0) {
                String columns = Tables.columns(page.view()).stream()
                        .map(column -> column.id().toLowerCase(Locale.ROOT))
                        .filter(name -> name.indexOf(' ') < 0)
                        .collect(Collectors.joining(": ", "", ":"));
                lines.text("What can stand before a colon: " + columns, Style.DIM);
            }
            return lines.list();
        }
        if (!model.facts().known()) {
            return unknown(lines, model.link()).list();
        }
        HostSnapshot host = page.host() == null ? null : model.facts().host(page.host());
        return (page.view().perHost() && page.view() != View.TUNNELS
                        ? section(lines, model, page, host)
                        : plain(lines, model, page))
                .list();
    }

    private static Lines unknown(Lines lines, Link link) {
        return switch (link) {
            case Link.Connecting connecting -> lines.text("Connecting to the agent…", Style.DIM);
            case Link.Up up -> lines.text("Waiting for the list of hosts…", Style.DIM);
            case Link.Lost lost -> problem(lines, lost.problem());
        };
    }

    private static Lines plain(Lines lines, Model model, Page.Table page) {
        return switch (page.view()) {
            case FLEET ->
                lines.text("There are no hosts in " + model.setup().sshConfig() + ".", Style.TEXT)
                        .text(
                                "Add a Host block there, or start berth with user@host, such as: berth dev@gpu1",
                                Style.DIM);
            case TUNNELS ->
                lines.text("There are no tunnels" + (page.host() == null ? "" : " to " + page.host()) + ".", Style.TEXT)
                        .text("F makes one; f on a container makes one to its port.", Style.DIM);
            case MESSAGES -> lines.text("There are no messages.", Style.DIM);
            case COMMANDS ->
                lines.text("Nothing was run on a host yet.", Style.TEXT)
                        .text("p shows what watchers ran, too.", Style.DIM);
            case CONTAINERS, GPUS, SERVERS, IMAGES, VOLUMES -> lines;
        };
    }

    private static Lines section(Lines lines, Model model, Page.Table page, @Nullable HostSnapshot host) {
        if (page.host() == null) {
            return all(lines, model, page.view());
        }
        if (host == null) {
            return lines.text(page.host() + " is no longer among the hosts. Esc goes back.", Style.TEXT);
        }
        if (host.state() != HostState.UP) {
            return away(lines, host);
        }
        Section<?> section = Sections.of(host, page.view());
        if (section == null || (section.at() == null && section.problem() == null)) {
            return lines.text("Waiting for " + host.host() + "…", Style.DIM);
        }
        return section.problem() != null
                ? problem(lines, section.problem())
                : none(lines, page.view(), " on " + host.host());
    }

    private static Lines away(Lines lines, HostSnapshot host) {
        Problem problem = host.problem();
        Lines told = lines.text(
                host.host() + " is not connected (" + Status.of(host.state()).word() + ").", Style.TEXT);
        if (problem != null) {
            problem(told, problem);
        }
        return host.state() == HostState.CONNECTING ? told : told.text("Enter or r connects.", Style.DIM);
    }

    private static Lines all(Lines lines, Model model, View view) {
        if (model.facts().up() == 0) {
            return lines.text("No host is connected.", Style.TEXT)
                    .text("Enter on a host of the fleet (1) connects it.", Style.DIM);
        }
        return none(lines, view, " on the connected hosts");
    }

    private static Lines none(Lines lines, View view, String where) {
        return switch (view) {
            case CONTAINERS ->
                lines.text("There are no containers" + where + ".", Style.TEXT)
                        .text("c makes one; one made elsewhere appears here by itself.", Style.DIM);
            case GPUS -> lines.text("There are no GPUs" + where + ".", Style.TEXT);
            case SERVERS ->
                lines.text("No Jupyter server runs" + where + ".", Style.TEXT)
                        .text("o on a container (2) starts one.", Style.DIM);
            case IMAGES ->
                lines.text("There are no images" + where + ".", Style.TEXT).text("P pulls one.", Style.DIM);
            case VOLUMES ->
                lines.text("There are no volumes" + where + ".", Style.TEXT)
                        .text("c makes one; -v NAME:/path of docker run makes one, too.", Style.DIM);
            case FLEET, TUNNELS, MESSAGES, COMMANDS -> lines;
        };
    }

    private static Lines problem(Lines lines, Problem problem) {
        lines.text(problem.message(), Style.WARN);
        return problem.next() == null ? lines : lines.text(problem.next(), Style.TEXT);
    }
}

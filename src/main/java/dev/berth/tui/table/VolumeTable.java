package dev.berth.tui.table;

import dev.berth.api.HostSnapshot;
import dev.berth.api.Volume;
import dev.berth.tui.draw.Style;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import java.time.Instant;
import java.util.List;

/** The volumes of one host or of all. */
final class VolumeTable implements TableOf {
    static final VolumeTable TABLE = new VolumeTable();

    private static final List<Column> COLUMNS = List.of(
            Column.left("VOLUME", 0, 16, 70),
            Column.left("HOST", 1, 4, 20),
            Column.left("DRIVER", 3, 6, 16),
            Column.right("AGE", 2, 4, 6),
            Column.left("USED BY", 0, 7, 60));

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    @Override
    public List<Row> rows(Model model, Page.Table page) {
        return Sections.rows(model, page, HostSnapshot::volumes, (host, volume) -> row(model, host, volume));
    }

    private static Row row(Model model, HostSnapshot host, Volume volume) {
        Style style = volume.isAnonymous() ? Style.DIM : Style.TEXT;
        Instant created = volume.created();
        Cell age = Cell.UNKNOWN;
        if (created != null) {
            long seconds = Words.secondsSince(created, model.now().at());
            age = Cell.number(Words.span(seconds), seconds);
        }
        List<Cell> cells = List.of(
                Cell.styled(volume.name(), style),
                Cell.styled(host.host(), style),
                Cell.dim(volume.driver()),
                age,
                Cell.styled(String.join(", ", volume.usedBy()), style));
        return new Row(new Subject.OfVolume(host, volume), cells, Sections.stale(model, host, host.volumes()));
    }
}

package dev.berth.tui.table;

import dev.berth.api.HostSnapshot;
import dev.berth.api.Image;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The images of one host or of all; one of several tags has a row for each. */
final class ImageTable implements TableOf {
    static final ImageTable TABLE = new ImageTable();

    private static final List<Column> COLUMNS = List.of(
            Column.left("IMAGE", 0, 20, 70),
            Column.left("TAG", 0, 8, 40),
            Column.left("HOST", 2, 4, 20),
            Column.left("ID", 4, 12, 12),
            Column.right("AGE", 3, 4, 6),
            Column.right("SIZE", 1, 8, 9),
            Column.right("USED BY", 5, 7, 7));

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    @Override
    public List<Row> rows(Model model, Page.Table page) {
        List<Row> rows = new ArrayList<>();
        for (Row row :
                Sections.rows(model, page, HostSnapshot::images, (host, image) -> row(model, host, image, null))) {
            if (row.subject() instanceof Subject.OfImage it
                    && !it.image().tags().isEmpty()) {
                it.image().tags().forEach(tag -> rows.add(row(model, it.snapshot(), it.image(), tag)));
            } else {
                rows.add(row);
            }
        }
        return rows;
    }

    private static Row row(Model model, HostSnapshot host, Image image, @Nullable String tag) {
        Subject.OfImage subject = new Subject.OfImage(host, image, tag);
        int colon = tag == null ? -1 : tag.lastIndexOf(':');
        long age = Words.secondsSince(image.created(), model.now().at());
        long users = host.containers().items().stream()
                .filter(container -> container.image().equals(tag)
                        || container.image().startsWith(subject.shortId())
                        || container.image().equals(image.id()))
                .count();
        List<Cell> cells = List.of(
                tag == null ? Cell.dim("no name") : Cell.text(colon < 0 ? tag : tag.substring(0, colon)),
                Cell.text(tag == null || colon < 0 ? "" : tag.substring(colon + 1)),
                Cell.text(host.host()),
                Cell.dim(subject.shortId()),
                Cell.number(Words.span(age), age),
                Cell.number(Words.bytes(image.size()), image.size()),
                users == 0 ? Cell.EMPTY : Cell.number(Long.toString(users), users));
        return new Row(subject, cells, Sections.stale(model, host, host.images()));
    }
}

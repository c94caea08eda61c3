package dev.berth.tui.table;

import dev.berth.api.Notice;
import dev.berth.tui.draw.Style;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import java.time.ZoneId;
import java.util.List;

/** The messages, newest first. */
final class MessageTable implements TableOf {
    static final MessageTable TABLE = new MessageTable();

    private static final List<Column> COLUMNS = List.of(
            Column.left("TIME", 0, 8, 8),
            Column.left("LEVEL", 2, 5, 5),
            Column.left("HOST", 1, 4, 20),
            Column.left("MESSAGE", 0, 20, 400));

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    @Override
    public List<Row> rows(Model model, Page.Table page) {
        return model.facts().notices().reversed().stream()
                .map(MessageTable::row)
                .toList();
    }

    private static Row row(Notice notice) {
        Style style = style(notice.level());
        String text = notice.next() == null ? notice.text() : notice.text() + " " + notice.next();
        List<Cell> cells = List.of(
                Cell.number(Words.clock(notice.at(), ZoneId.systemDefault()), (double)
                                notice.at().toEpochMilli())
                        .in(Style.DIM),
                Cell.styled(Words.word(notice.level()), style),
                Cell.text(notice.host() == null ? "" : notice.host()),
                Cell.styled(text, notice.level() == Notice.Level.ERROR ? style : Style.TEXT));
        return new Row(new Subject.OfNotice(notice), cells, false);
    }

    static Style style(Notice.Level level) {
        return switch (level) {
            case INFO -> Style.DIM;
            case WARN -> Style.WARN;
            case ERROR -> Style.ERROR;
        };
    }
}

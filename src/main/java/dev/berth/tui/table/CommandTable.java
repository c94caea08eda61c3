package dev.berth.tui.table;

import dev.berth.api.CommandRecord;
import dev.berth.tui.draw.Style;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was run on the hosts, newest first. */
final class CommandTable implements TableOf {
    static final CommandTable TABLE = new CommandTable();

    private static final List<Column> COLUMNS = List.of(
            Column.left("TIME", 1, 8, 8),
            Column.left("HOST", 0, 4, 20),
            Column.right("EXIT", 2, 4, 4),
            Column.right("TOOK", 3, 6, 7),
            Column.left("COMMAND", 0, 20, 400));

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    @Override
    public List<Row> rows(Model model, Page.Table page) {
        return model.facts().commands().reversed().stream()
                .filter(command -> model.navigation().polls() || !command.poll())
                .map(CommandTable::row)
                .toList();
    }

    private static Row row(CommandRecord command) {
        List<Cell> cells = List.of(
                Cell.number(Words.clock(command.at(), ZoneId.systemDefault()), (double)
                                command.at().toEpochMilli())
                        .in(Style.DIM),
                Cell.text(command.host()),
                exit(command.exit()),
                Cell.number(Words.latency(command.seconds()), command.seconds()).in(Style.DIM),
                Cell.styled(command.text(), command.poll() ? Style.DIM : Style.TEXT));
        return new Row(new Subject.OfCommand(command), cells, false);
    }

    /** API calls end with an HTTP status: 100 and more, but shells too give codes above 125. */
    private static Cell exit(@Nullable Integer code) {
        if (code == null) {
            return Cell.UNKNOWN;
        }
        boolean fine = code == 0 || (code >= 200 && code < 400 && code != 255);
        return Cell.number(code.toString(), code).in(fine ? Style.OK : Style.ERROR);
    }
}

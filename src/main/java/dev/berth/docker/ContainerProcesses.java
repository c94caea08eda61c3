package dev.berth.docker;

import com.github.dockerjava.api.command.TopContainerResponse;
import dev.berth.docker.Docker.ContainerProcess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of {@code docker top}, asked for as {@code -o pid,user,args}. */
final class ContainerProcesses {
    private ContainerProcesses() {}

    static List<ContainerProcess> of(TopContainerResponse top) {
        String[][] rows = top.getProcesses();
        List<String> titles = top.getTitles() == null ? List.of() : Arrays.asList(top.getTitles());
        int pid = titles.indexOf("PID");
        int user = titles.indexOf("USER");
        int line = titles.size() - 1;
        List<ContainerProcess> found = new ArrayList<>();
        for (String[] row : rows == null ? new String[0][] : rows) {
            String number = cell(row, pid);
            if (number != null && number.matches("[0-9]{1,10}")) {
                found.add(new ContainerProcess(
                        Long.parseLong(number), String.valueOf(cell(row, user)), String.valueOf(cell(row, line))));
            }
        }
        return found;
    }

    private static @Nullable String cell(String[] row, int column) {
        return column >= 0 && column < row.length ? row[column] : null;
    }
}

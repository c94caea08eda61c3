package dev.berth.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** nvidia-smi over the made-up cards: the plain table and the CSV queries. */
final class NvidiaSmiPlayer {
    private static final int WRONG_ARGUMENT = 2;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss.SSS", Locale.ROOT);

    private NvidiaSmiPlayer() {}

    static int run(DemoCall call) throws IOException {
        if (call.world().gpus().isEmpty()) {
            return call.fail(DemoCall.NOT_FOUND, "nvidia-smi: command not found\n");
        }
        List<String> options = call.words().subList(1, call.words().size());
        String text = options.isEmpty() ? table(call.world()) : query(call.world(), options);
        if (text == null) {
            call.print("Berth's demo knows only --query-gpu, --query-compute-apps, -L and the plain table.\n");
            return WRONG_ARGUMENT;
        }
        long seconds = loop(options);
        do {
            call.print(text);
            text = seconds == 0 ? null : query(call.world(), options);
        } while (text != null && call.pause(Duration.ofSeconds(seconds)));
        return 0;
    }

    private static long loop(List<String> options) {
        int at = options.indexOf("-l");
        return at >= 0 && at + 1 < options.size() && options.get(at + 1).matches("[0-9]{1,5}")
                ? Long.parseLong(options.get(at + 1))
                : 0;
    }

    private static @Nullable String query(DemoWorld world, List<String> options) {
        for (String option : options) {
            List<String> fields =
                    List.of(option.substring(option.indexOf('=') + 1).split(","));
            if (option.startsWith("--query-gpu=")) {
                return lines(gpus(world, fields));
            } else if (option.startsWith("--query-compute-apps=")) {
                return lines(processes(world, fields));
            } else if (option.equals("-L")) {
                return world.gpus().stream()
                        .map(gpu -> "GPU %d: %s (UUID: %s)\n".formatted(gpu.index(), DemoGpu.NAME, gpu.uuid()))
                        .collect(Collectors.joining());
            }
        }
        return null;
    }

    private static String lines(List<String> rows) {
        return rows.stream().map(row -> row + "\n").collect(Collectors.joining());
    }

    static List<String> gpus(DemoWorld world, List<String> fields) {
        return world.gpus().stream()
                .map(gpu -> fields.stream()
                        .map(field -> gpu.field(
                                field, world.gpuMemoryUsed(gpu), world.gpus().size()))
                        .collect(Collectors.joining(", ")))
                .toList();
    }

    static List<String> processes(DemoWorld world, List<String> fields) {
        String now = LocalDateTime.now(ZoneId.systemDefault()).format(STAMP);
        return world.processes().stream()
                .flatMap(process -> process.gpuMemory().keySet().stream()
                        .sorted()
                        .map(index -> row(world, process, index, fields, now)))
                .toList();
    }

    private static String row(DemoWorld world, DemoProcess process, int index, List<String> fields, String now) {
        return fields.stream()
                .map(field -> switch (field) {
                    case "timestamp" -> now;
                    case "gpu_uuid" -> world.gpus().get(index).uuid();
                    case "pid" -> String.valueOf(process.pid());
                    case "process_name", "name" -> process.argv().getFirst();
                    case "used_gpu_memory", "used_memory" ->
                        String.valueOf(process.gpuMemory().get(index));
                    default -> "[N/A]";
                })
                .collect(Collectors.joining(", "));
    }

    private static String table(DemoWorld world) {
        StringBuilder text = new StringBuilder("Berth demo: made-up cards, no GPU of this machine.\n");
        String rule = "+-----+----------------------+--------+--------------+---------------------+-------+\n";
        text.append(rule)
                .append("| GPU | Name                 |   Temp |        Power |              Memory |  Util |\n")
                .append(rule);
        for (DemoGpu gpu : world.gpus()) {
            text.append("| %3d | %-20s | %4d C | %4.0fW / 300W | %6dMiB / %5dMiB | %4d%% |\n"
                    .formatted(
                            gpu.index(),
                            DemoGpu.NAME,
                            gpu.temperature(),
                            gpu.power(),
                            world.gpuMemoryUsed(gpu),
                            DemoGpu.MEMORY_MIB,
                            gpu.utilization()));
        }
        return text.append(rule).toString();
    }
}

package dev.berth.cli;

import dev.berth.api.Gpu;
import dev.berth.api.GpuProcess;
import dev.berth.api.GpuSlice;
import dev.berth.api.GpuWish;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Reading;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** gpus: GPUs and their processes. */
final class GpusVerb extends Verb {
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    private List<String> hosts = List.of();

    private boolean free;
    private int count = 1;
    private String minMemory = "0";
    private boolean wait;

    GpusVerb(Context context) {
        super(context, "gpus", "List GPUs and their processes, of all connected hosts or of those named.");
        syntax().words("HOST", "0..*", Context.HOSTS, value -> hosts = value)
                .flag("--free", "Only free ones; with none fitting the exit code is 3.", value -> free = value)
                .number("--count N", "So many free ones on one host.", value -> count = value)
                .text("--min-memory 40G", "With that much memory unused.", value -> minMemory = value)
                .flag("--wait", "With --free: wait until some fit.", value -> wait = value);
    }

    @Override
    int run() throws ProblemException, InterruptedException {
        double least = bytes(minMemory);
        if (options().watch) {
            return Watching.run(context(), hosts, Set.of(Request.View.GPUS), seen -> {
                List<Gpu> gpus = new ArrayList<>();
                seen.hosts().forEach(host -> gpus.addAll(host.gpus().items()));
                return free ? fitting(gpus, least) : gpus;
            });
        }
        try (Talk talk = Talk.open(context())) {
            Hosts each = new Hosts(context(), talk);
            List<String> asked = each.hosts(hosts);
            List<Gpu> gpus = read(each, asked);
            if (free) {
                gpus = free(each, talk, asked, gpus, least);
            }
            print(gpus, each.exit() != 0);
            return each.exit();
        }
    }

    private static List<Gpu> read(Hosts each, List<String> hosts) throws InterruptedException {
        return each.each(hosts, Request.ListGpus::new, Reply.Gpus::gpus);
    }

    private List<Gpu> free(Hosts each, Talk talk, List<String> asked, List<Gpu> first, double least)
            throws ProblemException, InterruptedException {
        List<String> answered = new ArrayList<>(asked);
        answered.removeAll(each.failed());
        List<Gpu> fitting = fitting(first, least);
        if (fitting.isEmpty() && wait && !answered.isEmpty()) {
            return awaited(talk, answered, least, System.nanoTime());
        }
        if (fitting.isEmpty() && each.exit() == 0) {
            throw Problem.of(
                            Problem.Code.NO_GPU_FITS,
                            "No host has " + count + " free GPU" + (count == 1 ? "" : "s")
                                    + (least > 0 ? " with " + Text.bytes(least) + " unused" : "") + ".",
                            "Wait for one with --wait.")
                    .asException();
        }
        return fitting;
    }

    /** Who waits for a night does so through a lost link, too: a host that has answered once is asked on. */
    private List<Gpu> awaited(Talk talk, List<String> hosts, double least, long begun)
            throws ProblemException, InterruptedException {
        Set<String> told = new HashSet<>();
        while (true) {
            if (System.nanoTime() - begun > options().limit().toNanos()) {
                throw Problem.of(Problem.Code.TIMEOUT, "No GPU became free in time.")
                        .asException();
            }
            Thread.sleep(ASK_AGAIN);
            List<CompletableFuture<Reply.Gpus>> replies = new ArrayList<>();
            for (String host : hosts) {
                replies.add(talk.send(new Request.ListGpus(host)));
            }
            List<Gpu> gpus = new ArrayList<>();
            for (CompletableFuture<Reply.Gpus> reply : replies) {
                try {
                    gpus.addAll(talk.await(reply).gpus());
                } catch (ProblemException failed) {
                    if (endsTheWait(failed.problem().code())) {
                        throw failed;
                    }
                    if (told.add(failed.problem().message())) {
                        context().tell(failed.problem());
                    }
                }
            }
            List<Gpu> fitting = fitting(gpus, least);
            if (!fitting.isEmpty()) {
                return fitting;
            }
        }
    }

    private static boolean endsTheWait(Problem.Code code) {
        return code == Problem.Code.AGENT_UNREACHABLE
                || code == Problem.Code.INTERRUPTED
                || code == Problem.Code.ANSWER_NEEDED;
    }

    private List<Gpu> fitting(List<Gpu> gpus, double least) {
        Map<String, List<Gpu>> byHost = new LinkedHashMap<>();
        gpus.forEach(gpu ->
                byHost.computeIfAbsent(gpu.host(), host -> new ArrayList<>()).add(gpu));
        GpuWish wish = new GpuWish(count, least);
        return byHost.values().stream()
                .flatMap(host -> wish.fitting(host).stream())
                .toList();
    }

    static double bytes(String text) throws ProblemException {
        Double bytes = GpuWish.bytes(text);
        if (bytes == null) {
            throw Problem.of(Problem.Code.USAGE, "--min-memory takes a size such as 40G, not " + text + ".")
                    .asException();
        }
        return bytes;
    }

    private void print(List<Gpu> gpus, boolean failed) {
        if (options().json) {
            context().json(gpus);
            return;
        } else if (gpus.isEmpty() && failed) {
            return;
        }
        Table table = new Table("HOST", "GPU", "NAME", "UTIL", "MEMORY", "TEMP", "POWER", "PROCESSES");
        for (Gpu gpu : gpus) {
            table.row(
                    gpu.host(),
                    String.valueOf(gpu.index()),
                    gpu.name(),
                    figure(gpu.utilization(), "%.0f %%"),
                    memory(gpu.memoryUsed()) + " / " + memory(gpu.memoryTotal()),
                    figure(gpu.temperature(), "%.0f °C"),
                    figure(gpu.power(), "%.0f W") + " / " + figure(gpu.powerLimit(), "%.0f W"),
                    processes(gpu.processes()));
            for (GpuSlice slice : gpu.slices()) {
                table.row(
                        gpu.host(),
                        gpu.index() + ":" + slice.index(),
                        "MIG " + slice.profile(),
                        "–",
                        memory(slice.memoryUsed()) + " / " + memory(slice.memoryTotal()),
                        "–",
                        "–",
                        processes(slice.processes()));
            }
        }
        table.print(front().out());
    }

    private static String figure(Reading reading, String format) {
        return switch (reading) {
            case Reading.Value value -> String.format(Locale.ROOT, format, value.value());
            case Reading.Unknown unknown -> "–";
            case Reading.Failed failed -> "?";
        };
    }

    private static String memory(Reading reading) {
        return reading instanceof Reading.Value value ? Text.bytes(value.value()) : figure(reading, "");
    }

    private static String processes(List<GpuProcess> processes) {
        List<String> words = new ArrayList<>();
        for (GpuProcess process : processes) {
            String in = process.container() == null ? "" : " in " + process.container();
            words.add(process.pid() + " " + process.name() + in + " (" + memory(process.memoryUsed()) + ")");
        }
        return words.isEmpty() ? "–" : String.join(", ", words);
    }
}

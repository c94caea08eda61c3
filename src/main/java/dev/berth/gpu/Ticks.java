package dev.berth.gpu;

import dev.berth.api.FreeGpu;
import dev.berth.api.Gpu;
import dev.berth.api.Problem;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Two endless tables, of GPUs and of processes, parted into readings. nvidia-smi puts no mark between two ticks: GPUs
 * begin anew with a lower index, processes after a pause. A tick without any process prints nothing, so that silence for
 * longer than a tick means none. Used by one thread.
 */
final class Ticks {
    /** A table of processes that is younger may still be on its way; half of one would show busy GPUs as free. */
    private static final long SETTLED_NANOS = TimeUnit.MILLISECONDS.toNanos(150);
    /** What a tick may come late by. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final String host;
    private final FreeGpu freeGpu;
    private final Duration every;
    private final Function<String, @Nullable String> containerName;
    private final Consumer<List<Gpu>> readings;
    private final Owners owners = new Owners();
    private final SmiText words = new SmiText();

    private List<String> learned;
    private boolean missing;
    private @Nullable Integer exit;

    private List<GpuRow> gpus = new ArrayList<>();
    private boolean told;
    private int count;

    private List<ProcessRow> processes = new ArrayList<>();
    private List<ProcessRow> earlier = List.of();
    private long earlierCame;
    private @Nullable LocalDateTime lastAt;
    private long lastCame;
    private boolean processesKnown;
    private boolean looping;
    private boolean tickEnded;

    Ticks(
            String host,
            FreeGpu freeGpu,
            List<String> learned,
            Duration every,
            Function<String, @Nullable String> containerName,
            Consumer<List<Gpu>> readings) {
        this.host = host;
        this.freeGpu = freeGpu;
        this.learned = learned;
        this.every = every;
        this.containerName = containerName;
        this.readings = readings;
    }

    /** @param now of the monotonic clock, in nanoseconds */
    void take(String line, long now) {
        switch (SmiLine.parse(line)) {
            case null -> {}
            case SmiLine.Missing none -> missing = true;
            // AMD's tool has no loop
            case SmiLine.Amd amd -> missing = true;
            case SmiLine.AmdPart part -> missing = true;
            case SmiLine.Fields fields -> learned = fields.names();
            case SmiLine.GpuText text -> gpu(text.text(), now);
            case SmiLine.GpuEnd end -> exit = end.exit();
            case SmiLine.ProcessText text -> process(text.text(), now);
            case SmiLine.ProcessEnd end -> processesEnded(end.exit(), now);
            // slices are read once at a time, too
            case SmiLine.Listed listed -> {}
            case SmiLine.Detail detail -> {}
            case SmiLine.User user -> owners.user(user);
            case SmiLine.ControlGroup group -> owners.group(group);
            case SmiLine.Kernel kernel -> owners.kernel(kernel);
        }
    }

    private void gpu(String text, long now) {
        GpuRow row = GpuRow.parse(text, SmiReport.asked(learned));
        if (row == null) {
            words.add(text);
            return;
        }
        if (!gpus.isEmpty() && row.index() <= gpus.getLast().index()) {
            tell(now);
            // what came is what there is: fewer than announced where one fell off the bus
            count = gpus.size();
            gpus = new ArrayList<>();
            told = false;
        }
        gpus.add(row);
        if (count == 0) {
            count = row.count();
        }
        if (gpus.size() == count) {
            tell(now);
        }
    }

    private void tell(long now) {
        if (!told) {
            told = true;
            readings.accept(GpuTable.join(host, gpus, current(now), new Slices(), freeGpu, owners, containerName));
        }
    }

    private @Nullable List<ProcessRow> current(long now) {
        if (!processesKnown) {
            return null;
        }
        boolean arriving = !tickEnded && now - lastCame < SETTLED_NANOS;
        long silence = now - (arriving ? earlierCame : lastCame);
        if (silence > every.toNanos() * 7 / 4 + LATE_NANOS) {
            return List.of();
        }
        return arriving ? earlier : processes;
    }

    private void process(String text, long now) {
        ProcessRow row = ProcessRow.parse(text);
        if (row == null) {
            return;
        }
        if (tickEnded || !processes.isEmpty() && pausedBefore(row, now)) {
            earlier = processes;
            earlierCame = lastCame;
            processes = new ArrayList<>();
            tickEnded = false;
        }
        processes.add(row);
        lastAt = row.at();
        lastCame = now;
    }

    /** By the host's clock where it is told: the network may deliver two ticks at once. */
    private boolean pausedBefore(ProcessRow row, long now) {
        Duration pause = lastAt != null && row.at() != null
                ? Duration.between(lastAt, row.at()).abs()
                : Duration.ofNanos(now - lastCame);
        return pause.compareTo(every.dividedBy(2)) > 0;
    }

    /** The first end is that of the one query before the loop, which tells what runs already; the next one the loop's. */
    private void processesEnded(int code, long now) {
        processesKnown = !looping && code == 0;
        looping = true;
        lastCame = now;
        tickEnded = true;
    }

    boolean running() {
        return exit == null && !missing;
    }

    List<String> fields() {
        return learned;
    }

    @Nullable
    Integer exit() {
        return exit;
    }

    boolean badField() {
        return exit != null && exit != 0 && SmiFailure.badField(exit, words.toString());
    }

    /** Why there are no more readings; null where nvidia-smi did not say anything. */
    @Nullable
    Problem problem() {
        if (missing) {
            return SmiFailure.missing(host);
        }
        return exit == null ? null : SmiFailure.of(host, exit, words.toString());
    }
}

package dev.berth.gpu;

import dev.berth.api.FreeGpu;
import dev.berth.api.Gpu;
import dev.berth.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One reading as its lines come in. */
final class SmiReport {
    private final String host;
    private final FreeGpu freeGpu;
    private final Owners owners = new Owners();
    private final AmdSmi amdSmi = new AmdSmi();
    private final Slices slices = new Slices();
    private final List<GpuRow> gpus = new ArrayList<>();
    private final List<ProcessRow> processes = new ArrayList<>();
    private final SmiText words = new SmiText();
    private List<String> learned;
    private boolean missing;
    private boolean amd;
    private @Nullable Integer exit;
    private @Nullable Integer processExit;

    /** @param learned fields that were asked for; empty where the host is to tell which it knows */
    SmiReport(String host, FreeGpu freeGpu, List<String> learned) {
        this.host = host;
        this.freeGpu = freeGpu;
        this.learned = learned;
    }

    void take(String line) {
        switch (SmiLine.parse(line)) {
            case null -> {}
            case SmiLine.Missing none -> missing = true;
            case SmiLine.Amd amd -> amd(amd.json());
            case SmiLine.AmdPart part -> amdPart(part.json());
            case SmiLine.Fields told -> learned = told.names();
            case SmiLine.GpuText text -> gpu(text.text());
            case SmiLine.GpuEnd end -> exit = end.exit();
            case SmiLine.ProcessText text -> process(text.text());
            case SmiLine.ProcessEnd end -> processExit = end.exit();
            case SmiLine.Listed listed -> slices.listed(listed.text());
            case SmiLine.Detail detail -> slices.detail(detail.text());
            case SmiLine.User user -> owners.user(user);
            case SmiLine.ControlGroup group -> owners.group(group);
            case SmiLine.Kernel kernel -> owners.kernel(kernel);
        }
    }

    private void amd(String json) {
        amd = true;
        gpus.addAll(RocmSmi.parse(json));
        exit = gpus.isEmpty() ? 255 : 0;
        words.add("rocm-smi gave no readings");
    }

    private void amdPart(String json) {
        amdSmi.take(json);
        amd = true;
        gpus.clear();
        gpus.addAll(amdSmi.rows());
        exit = gpus.isEmpty() ? 255 : 0;
        words.add("amd-smi gave no readings");
    }

    private void gpu(String text) {
        GpuRow row = GpuRow.parse(text, asked(learned));
        if (row == null) {
            words.add(text);
        } else {
            gpus.add(row);
        }
    }

    private void process(String text) {
        ProcessRow row = ProcessRow.parse(text);
        if (row != null) {
            processes.add(row);
        }
    }

    /** The order of a row's cells: where the help told nothing, those were asked for that all know. */
    static List<String> asked(List<String> learned) {
        return learned.isEmpty() ? SmiScript.BASIC : learned;
    }

    List<String> fields() {
        return learned;
    }

    /** AMD's tool has no loop, and nvidia-smi's loop does not tell of MIG slices: such cards are read once at a time. */
    boolean loops() {
        return !amd
                && gpus.stream()
                        .noneMatch(gpu -> Boolean.TRUE.equals(gpu.health().mig()));
    }

    boolean badField() {
        return exit != null && exit != 0 && SmiFailure.badField(exit, words.toString());
    }

    @Nullable
    Integer exit() {
        return exit;
    }

    /** Rows count only where nvidia-smi itself says that all went well. */
    @Nullable
    Problem problem() {
        if (missing) {
            return SmiFailure.missing(host);
        }
        if (exit == null) {
            return SmiFailure.of(host, 255, "its output was cut short");
        }
        return exit == 0 && !gpus.isEmpty() ? null : SmiFailure.of(host, exit, words.toString());
    }

    List<Gpu> gpus(Function<String, @Nullable String> containerName) {
        boolean known = processExit != null && processExit == 0;
        return GpuTable.join(host, gpus, known ? processes : null, slices, freeGpu, owners, containerName);
    }
}

package dev.berth.tui.table;

import dev.berth.api.Gpu;
import dev.berth.api.GpuProcess;
import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.JupyterServer;
import dev.berth.api.Problem;
import dev.berth.api.Reading;
import dev.berth.api.Section;
import dev.berth.tui.draw.Style;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is shown below a list of its selected row: what the row has no room for.
 *
 * @param title what the lines are
 */
public record Peek(String title, List<Line> lines) {
    private static final int HISTORY = 50;

    public Peek {
        lines = List.copyOf(lines);
    }

    /** Null where there is nothing to add to the row. */
    public static @Nullable Peek of(Model model, Page.Table page, @Nullable Row row, int width) {
        if (row == null) {
            return null;
        }
        return switch (row.subject()) {
            case Subject.OfHost it -> host(it.snapshot(), width);
            case Subject.OfContainer it -> section(model, page, it.snapshot(), width);
            case Subject.OfGpu it -> {
                Peek old = section(model, page, it.snapshot(), width);
                yield old == null ? gpu(model, it) : old;
            }
            case Subject.OfSlice it -> {
                Peek old = section(model, page, it.snapshot(), width);
                yield old == null ? slice(it) : old;
            }
            case Subject.OfServer it -> server(model, it);
            case Subject.OfTunnel it -> tunnel(it, width);
            case Subject.OfTrouble it -> problem(it.host(), it.problem(), width);
            case Subject.OfImage it -> section(model, page, it.snapshot(), width);
            case Subject.OfVolume it -> section(model, page, it.snapshot(), width);
            case Subject.OfNotice it -> null;
            case Subject.OfCommand it -> null;
        };
    }

    private static @Nullable Peek host(HostSnapshot host, int width) {
        Problem problem = host.problem();
        if (problem == null && host.state() == HostState.UP) {
            problem = host.containers().problem() != null
                    ? host.containers().problem()
                    : host.gpus().problem();
        }
        return problem == null ? null : problem(host.host(), problem, width);
    }

    /** Why a list of one host is old. */
    private static @Nullable Peek section(Model model, Page.Table page, HostSnapshot host, int width) {
        Section<?> section = Sections.of(host, page.view());
        if (section == null || section.problem() == null || !model.link().isUp()) {
            return null;
        }
        return problem(host.host(), section.problem(), width);
    }

    private static Peek problem(String title, Problem problem, int width) {
        Lines lines = new Lines(width).text(problem.message(), Style.WARN);
        return new Peek(
                title,
                problem.next() == null
                        ? lines.list()
                        : lines.text(problem.next(), Style.TEXT).list());
    }

    /** How busy it was, the newest at the right. */
    static String history(Model model, Gpu gpu, int width) {
        return Sparkline.of(
                model.facts().history(gpu.host()).of(gpu), model.now().at(), width, model.glyphs());
    }

    private static Peek gpu(Model model, Subject.OfGpu it) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line("5 min", history(model, it.gpu(), HISTORY), Style.ACCENT));
        String wish = Words.wish(it.snapshot());
        if (wish != null) {
            lines.add(new Line("alert", wish, Style.ACCENT));
        }
        processes(lines, it.gpu().processes());
        return new Peek("Processes on GPU " + it.gpu().index() + " of " + it.host(), lines);
    }

    private static Peek slice(Subject.OfSlice it) {
        List<Line> lines = new ArrayList<>();
        processes(lines, it.slice().processes());
        return new Peek("Processes in " + it.name(), lines);
    }

    private static void processes(List<Line> lines, List<GpuProcess> processes) {
        for (GpuProcess process : processes) {
            lines.add(new Line(Long.toString(process.pid()), process(process), Style.TEXT));
        }
        if (processes.isEmpty()) {
            lines.add(new Line("", "No process holds memory of it.", Style.DIM));
        }
    }

    static String process(GpuProcess process) {
        String memory = process.memoryUsed() instanceof Reading.Value value ? Words.bytes(value.value()) : Words.NONE;
        String container = process.container() == null ? "on the host" : "in " + process.container();
        String kernel = process.kernel() == null ? "" : ", kernel " + process.kernel();
        return padded(Words.orNone(process.user()), 10)
                + padded(memory, 10)
                + padded(container, 16)
                + process.name()
                + kernel;
    }

    private static String padded(String text, int width) {
        String cut = dev.berth.tui.draw.TextWidth.cut(text, width);
        return cut + " ".repeat(width - dev.berth.tui.draw.TextWidth.width(cut) + 1);
    }

    private static Peek server(Model model, Subject.OfServer it) {
        List<Line> lines = new ArrayList<>();
        for (JupyterServer.Kernel kernel : it.server().kernels()) {
            lines.add(new Line(kernel.state(), kernel(kernel), style(model, kernel)));
        }
        if (lines.isEmpty()) {
            lines.add(new Line("", "No kernel runs.", Style.DIM));
        }
        return new Peek("Kernels of " + it.where(), lines);
    }

    static Style style(Model model, JupyterServer.Kernel kernel) {
        return kernel.hoards(ServerTable.idleKernel(model)) ? Style.WARN : Style.TEXT;
    }

    public static String kernel(JupyterServer.Kernel kernel) {
        String notebook = kernel.notebook() == null ? "no notebook" : kernel.notebook();
        String idle = kernel.idle() == null || kernel.busy() ? "" : ", idle " + Words.span(Math.round(kernel.idle()));
        String memory = kernel.gpuMemory() == null ? "" : ", " + Words.bytes(kernel.gpuMemory()) + " of GPU memory";
        String busy = kernel.busyFor() == null || kernel.busyFor() < 1
                ? ""
                : ", busy for " + Words.span(Math.round(kernel.busyFor()));
        return notebook + " (" + kernel.name() + idle + busy + memory + ")";
    }

    private static @Nullable Peek tunnel(Subject.OfTunnel it, int width) {
        String reason = it.tunnel().reason();
        return reason == null
                ? null
                : new Peek(
                        it.tunnel().name(),
                        new Lines(width).text(reason, Style.WARN).list());
    }
}

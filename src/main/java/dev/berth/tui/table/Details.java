package dev.berth.tui.table;

import dev.berth.api.Container;
import dev.berth.api.Gpu;
import dev.berth.api.GpuHealth;
import dev.berth.api.GpuProcess;
import dev.berth.api.GpuSlice;
import dev.berth.api.HostFact;
import dev.berth.api.HostSnapshot;
import dev.berth.api.Image;
import dev.berth.api.JupyterServer;
import dev.berth.api.Reading;
import dev.berth.api.RunSpec;
import dev.berth.api.Section;
import dev.berth.api.TunnelStatus;
import dev.berth.api.Vitals;
import dev.berth.api.Volume;
import dev.berth.tui.draw.Style;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that is known of a row, as a page of text. */
public final class Details {
    private static final int HISTORY = 60;

    private Details() {}

    public static List<Line> lines(Model model, Page.Details page, int width) {
        Row row = Tables.selected(model, page);
        if (row == null) {
            return List.of(new Line("", "This is no longer there. Esc goes back.", Style.DIM));
        }
        Lines lines = new Lines(width);
        switch (row.subject()) {
            case Subject.OfHost it -> host(lines, model, it.snapshot());
            case Subject.OfContainer it -> container(lines, model, it);
            case Subject.OfGpu it -> gpu(lines, model, it);
            case Subject.OfSlice it -> slice(lines, it);
            case Subject.OfServer it -> server(lines, model, it.server());
            case Subject.OfTunnel it -> tunnel(lines, model, it.tunnel());
            case Subject.OfImage it -> image(lines, model, it);
            case Subject.OfVolume it -> volume(lines, model, it.volume());
            case Subject.OfNotice it -> notice(lines, it);
            case Subject.OfCommand it -> command(lines, it);
            case Subject.OfTrouble it -> lines.field("Host", it.host()).problem(it.problem());
        }
        return lines.list();
    }

    private static void host(Lines lines, Model model, HostSnapshot host) {
        Status status = Status.of(host.state());
        lines.field("Host", host.host())
                .field("State", model.glyphs().of(status.glyph()) + " " + status.word(), status.style())
                .problem(host.problem())
                .field("Since", since(model, host.since()))
                .field("Next try", host.retryAt() == null ? null : clock(host.retryAt()))
                .field("Address", host.address())
                .field("User", host.user())
                .field("Group", host.group())
                .field("Link", Kinds.of(host.link()))
                .field("Round trip", Words.latency(host.rtt()))
                .field("At start", host.autoconnect() ? "connected when the agent starts" : "left alone");
        lines.field("Alerts", Words.wish(host));
        vitals(lines, host.vitals());
        configuration(lines, model.facts().described().get(host.host()));
        section(lines.title("Containers"), model, host.containers());
        section(lines.title("GPUs"), model, host.gpus());
        section(lines.title("Jupyter"), model, host.servers());
        lines.title("Tunnels");
        for (TunnelStatus tunnel : model.facts().tunnelsOf(host.host())) {
            lines.field(
                    tunnel.name(),
                    tunnel.local() + " → " + tunnel.remote() + ", "
                            + Status.of(tunnel.state()).word());
        }
    }

    private static void vitals(Lines lines, @Nullable Vitals vitals) {
        if (vitals == null) {
            return;
        }
        lines.title("Machine").field("Load", vitals.load()).field("Cores", vitals.cores());
        lines.field("CPU", vitals.busy() == null ? null : Math.round(vitals.busy()) + " % busy");
        if (vitals.memoryUsed() != null && vitals.memoryTotal() != null) {
            lines.field(
                    "Memory", Words.bytes(vitals.memoryUsed()) + " of " + Words.bytes(vitals.memoryTotal()) + " used");
        }
        for (Vitals.Disk disk : vitals.disks()) {
            lines.field(
                    "Disk",
                    disk.path() + ": " + Words.bytes(disk.free()) + " of " + Words.bytes(disk.total()) + " free");
        }
        lines.field("tmux", vitals.tmux().isEmpty() ? "no session" : String.join(", ", vitals.tmux()));
    }

    /** @param facts null until they came */
    private static void configuration(Lines lines, @Nullable List<HostFact> facts) {
        if (facts == null) {
            return;
        }
        lines.title("Would be used to connect");
        for (HostFact fact : facts) {
            lines.field(fact.topic(), fact.text());
        }
    }

    private static void section(Lines lines, Model model, Section<?> section) {
        lines.field(
                        "Listed",
                        section.at() == null
                                ? null
                                : Integer.toString(section.items().size()))
                .field("Age", since(model, section.at()))
                .problem(section.problem());
    }

    private static void container(Lines lines, Model model, Subject.OfContainer it) {
        Container container = it.container();
        Status status = Status.of(container);
        lines.field("Host", it.host())
                .field("Name", container.name())
                .field("Id", container.id())
                .field("Image", container.image())
                .field("State", model.glyphs().of(status.glyph()) + " " + status.word(), status.style())
                .field("Status", container.status())
                .field("Created", clock(container.created()) + ", " + since(model, container.created()))
                .field("Network", container.network())
                .field("GPUs", container.gpus() == null ? "none given" : ContainerTable.gpus(container.gpus()))
                .field(
                        "Alerts",
                        it.snapshot().watches().containers().contains(container.id())
                                ? "when it has ended; w ends that"
                                : null)
                .field("Size", size(model, container));
        lines.title("Ports");
        for (Container.PortMapping port : container.ports()) {
            String target = port.containerPort() + "/" + port.protocol();
            lines.field(
                    target,
                    port.hostPort() == null
                            ? "not published; reached through the container's address"
                            : "published on " + Words.orNone(port.address()) + ":" + port.hostPort());
        }
        for (JupyterServer server : it.servers()) {
            lines.title(Kinds.of(server) + " on " + server.end());
            serverFields(lines, model, server);
        }
    }

    private static @Nullable String size(Model model, Container container) {
        Long size = container.size() == null ? model.facts().sizes().get(container.id()) : container.size();
        return size == null ? null : Words.bytes(size) + " written over its image";
    }

    private static void image(Lines lines, Model model, Subject.OfImage it) {
        Image image = it.image();
        lines.field("Host", it.host())
                .field("Id", image.id())
                .field("Created", clock(image.created()) + ", " + since(model, image.created()))
                .field("Size", Words.bytes(image.size()) + ", with layers that it shares")
                .title("Tags");
        image.tags().forEach(tag -> lines.field("", tag));
        if (RunSpec.isNgc(it.reference())) {
            lines.title("From NVIDIA's registry")
                    .text("Its README is /workspace/README.md in each of its containers.", Style.TEXT);
        }
    }

    private static void volume(Lines lines, Model model, Volume volume) {
        Instant created = volume.created();
        lines.field("Host", volume.host())
                .field("Name", volume.name())
                .field("Driver", volume.driver())
                .field("Created", created == null ? null : clock(created) + ", " + since(model, created))
                .field("On the host", volume.place())
                .title("Used by");
        volume.usedBy().forEach(container -> lines.field("", container));
        if (volume.usedBy().isEmpty()) {
            lines.text("No container has it.", Style.TEXT);
        }
    }

    private static void gpu(Lines lines, Model model, Subject.OfGpu it) {
        Gpu gpu = it.gpu();
        lines.field("Host", gpu.host())
                .field("Index", gpu.index())
                .field("Name", gpu.name())
                .field("UUID", gpu.uuid());
        reading(lines, "Utilization", gpu.utilization(), " %");
        lines.field("Last 5 min", Peek.history(model, gpu, HISTORY), Style.ACCENT);
        bytes(lines, "Memory used", gpu.memoryUsed());
        bytes(lines, "Memory", gpu.memoryTotal());
        reading(lines, "Temperature", gpu.temperature(), " °C");
        reading(lines, "Power", gpu.power(), " W");
        reading(lines, "Power limit", gpu.powerLimit(), " W");
        health(lines, gpu.health());
        lines.field("Free", gpu.free() == null ? null : gpu.free() ? "yes" : "no");
        given(lines, it);
        if (!gpu.slices().isEmpty()) {
            lines.title("MIG slices");
        }
        for (GpuSlice slice : gpu.slices()) {
            lines.field(gpu.index() + ":" + slice.index(), slice.profile() + "  " + slice.uuid());
        }
        processes(lines, gpu.processes());
    }

    /** The containers it was given to, whether or not they use it now. */
    private static void given(Lines lines, Subject.OfGpu it) {
        List<Container> to = it.snapshot().containers().items().stream()
                .filter(container -> Grants.covers(container.gpus(), it.gpu()))
                .toList();
        lines.title("Given to");
        for (Container container : to) {
            lines.field(container.name(), container.state() + ", " + ContainerTable.gpus(container.gpus()));
        }
        if (to.isEmpty()) {
            lines.text("No container was given it.", Style.DIM);
        }
    }

    private static void processes(Lines lines, List<GpuProcess> processes) {
        lines.title("Processes");
        for (GpuProcess process : processes) {
            lines.field("PID " + process.pid(), Peek.process(process));
        }
    }

    private static void slice(Lines lines, Subject.OfSlice it) {
        GpuSlice slice = it.slice();
        lines.field("Host", it.host())
                .field("GPU", it.gpu().index() + ", " + it.gpu().name())
                .field("Slice", it.number())
                .field("Profile", slice.profile())
                .field("UUID", slice.uuid());
        reading(lines, "Utilization", Reading.unknown(), "");
        bytes(lines, "Memory used", slice.memoryUsed());
        bytes(lines, "Memory", slice.memoryTotal());
        lines.field("Free", slice.free() == null ? null : slice.free() ? "yes" : "no");
        processes(lines, slice.processes());
    }

    private static void health(Lines lines, GpuHealth health) {
        reading(lines, "Clock", health.clock(), " MHz");
        reading(lines, "Clock limit", health.clockLimit(), " MHz");
        List<String> slowed = health.slowedBy();
        String by = slowed == null ? Words.NONE : slowed.isEmpty() ? "nothing" : String.join(", ", slowed);
        lines.field("Slowed by", by, slowed == null || slowed.isEmpty() ? Style.TEXT : Style.WARN);
        reading(lines, "Memory errors", health.memoryErrors(), ", uncorrected since the driver was loaded");
        lines.field("MIG", health.mig() == null ? null : health.mig() ? "split into slices" : "off");
    }

    private static void reading(Lines lines, String label, Reading reading, String unit) {
        switch (reading) {
            case Reading.Value value -> lines.field(label, number(value.value()) + unit);
            case Reading.Unknown unknown -> lines.field(label, "not reported by this card or driver", Style.DIM);
            case Reading.Failed failed -> lines.field(label, "could not be read: " + failed.reason(), Style.ERROR);
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Words.tenths(value);
    }

    private static void bytes(Lines lines, String label, Reading reading) {
        if (reading instanceof Reading.Value value) {
            lines.field(label, Words.bytes(value.value()));
        } else {
            reading(lines, label, reading, "");
        }
    }

    private static void server(Lines lines, Model model, JupyterServer server) {
        lines.field("Host", server.host())
                .field("Container", server.container() == null ? "the host itself" : server.container())
                .field("Kind", Kinds.of(server))
                .field("Version", server.version());
        serverFields(lines, model, server);
    }

    private static void serverFields(Lines lines, Model model, JupyterServer server) {
        Status status = Status.of(server.state());
        lines.field("State", model.glyphs().of(status.glyph()) + " " + status.word(), status.style())
                .field("Port", server.port())
                .field("Local port", server.localPort() == null ? "no tunnel yet; o makes one" : server.localPort())
                .field("Directory", server.root())
                .field("Address there", server.url())
                .field("PID", server.pid())
                .field("Started", since(model, server.started()))
                .field("Runs as", server.user())
                .field("Started by", server.ours() ? "Berth" : "someone else")
                .field("Alerts", server.watched() ? "when a kernel has finished or died; w ends that" : null);
        for (JupyterServer.Kernel kernel : server.kernels()) {
            lines.field("Kernel", kernel.state() + ", " + Peek.kernel(kernel), Peek.style(model, kernel));
        }
    }

    private static void tunnel(Lines lines, Model model, TunnelStatus tunnel) {
        Status status = Status.of(tunnel.state());
        lines.field("Name", tunnel.name())
                .field("State", status.word(), status.style())
                .field("Reason", Words.orNone(tunnel.reason()), tunnel.reason() == null ? Style.DIM : Style.WARN)
                .field("Last error", lastError(model, tunnel.lastError()))
                .field("Host", tunnel.host())
                .field("Container", tunnel.container())
                .field("Kind", Words.word(tunnel.kind()))
                .field(
                        "Local end",
                        tunnel.local() + (tunnel.isWide() ? ", open to other machines" : ""),
                        tunnel.isWide() ? Style.WARN : Style.TEXT)
                .field("Remote end", tunnel.remote())
                .field("Way", way(tunnel))
                .field("Clients", tunnel.clients())
                .field("Last minute", minute(model, tunnel.traffic()))
                .field("In", passed(tunnel.bytesIn(), tunnel.traffic().rateIn()))
                .field("Out", passed(tunnel.bytesOut(), tunnel.traffic().rateOut()))
                .field("Group", tunnel.group())
                .field("With host", tunnel.autostart() ? "switched on" : "left alone")
                .field("Saved", tunnel.saved() ? "yes" : "no, it ends with the agent");
    }

    private static @Nullable String lastError(Model model, TunnelStatus.@Nullable Trouble last) {
        return last == null ? null : last.reason() + " (" + since(model, last.at()) + ")";
    }

    private static String way(TunnelStatus tunnel) {
        return switch (tunnel.relay()) {
            case NO -> Kinds.way(tunnel.way());
            case OFFERED -> "none; a relay could carry it: v";
            case ACCEPTED -> "a relay: a command of " + tunnel.host() + " for each connection";
        };
    }

    private static String passed(long bytes, long rate) {
        return Words.bytes(bytes) + (rate == 0 ? "" : ", " + Words.rate(rate));
    }

    private static @Nullable String minute(Model model, TunnelStatus.Traffic traffic) {
        List<Long> recent = traffic.recent();
        return recent.isEmpty() ? null : Sparkline.of(model.glyphs(), recent, recent.size());
    }

    private static void notice(Lines lines, Subject.OfNotice it) {
        lines.field("Time", clock(it.notice().at()))
                .field("Host", it.host())
                .field(
                        "Message",
                        it.notice().text(),
                        MessageTable.style(it.notice().level()))
                .field("What to do", it.notice().next());
    }

    private static void command(Lines lines, Subject.OfCommand it) {
        lines.field("Time", clock(it.command().at()))
                .field("Host", it.host())
                .field("Exit", it.command().exit())
                .field("Took", Words.latency(it.command().seconds()))
                .field("For", it.command().poll() ? "a watcher" : "somebody who asked")
                .field("Command", it.command().text());
    }

    private static String clock(Instant at) {
        return at.atZone(ZoneId.systemDefault()).toLocalDate() + " " + Words.clock(at, ZoneId.systemDefault());
    }

    private static @Nullable String since(Model model, @Nullable Instant at) {
        return at == null ? null : Words.since(at, model.now().at()) + " ago";
    }
}

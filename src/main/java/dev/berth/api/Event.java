package dev.berth.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the agent tells without being asked again: to those who watch, or about a request on its way. */
public sealed interface Event {
    /** The hosts there are; one that is no longer listed is gone. Sent first to a new watcher. */
    record Hosts(List<HostSnapshot> hosts) implements Event {}

    record HostChanged(HostSnapshot host) implements Event {}

    /** Its GPUs or servers were read, and nothing else of it is new: that comes all the time, and all of a host is long. */
    record HostRead(String host, @Nullable Double rtt, Section<Gpu> gpus, Section<JupyterServer> servers)
            implements Event {}

    /** How busy the GPUs of a host were before: told first to those who look at them. */
    record GpusWere(String host, GpuHistory history) implements Event {}

    record Tunnels(List<TunnelStatus> tunnels) implements Event {}

    record Asked(Question question) implements Event {}

    record Settled(long question) implements Event {}

    record Noted(Notice notice) implements Event {}

    record Ran(CommandRecord command) implements Event {}

    /** Told to one screen, the newest. */
    record Alerted(Alert alert) implements Event {}

    /**
     * A step of a request that takes its time.
     *
     * @param step which of the steps this is, such as "exec", "file", "listening", "http", "tunnel"
     * @param text the step as it is told to a person
     * @param took seconds, where whoever did it says so; null: from when it was told to when it was told to be over
     */
    record Progress(
            String step,
            String text,
            StepState state,
            @Nullable String detail,
            @Nullable Double took) implements Event {
        public Progress(String step, String text, StepState state, @Nullable String detail) {
            this(step, text, state, detail, null);
        }
    }

    enum StepState {
        RUNNING,
        DONE,
        FAILED
    }
}

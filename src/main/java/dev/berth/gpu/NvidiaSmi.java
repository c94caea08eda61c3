package dev.berth.gpu;

import dev.berth.api.FreeGpu;
import dev.berth.api.Gpu;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.RemoteText;
import dev.berth.link.Command;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import dev.berth.link.Output;
import dev.berth.link.RemoteCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A host's GPUs by its own nvidia-smi. Safe for use by several threads; one for each link. */
public final class NvidiaSmi {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 1 << 20;
    /** Faster costs the box more than it tells: nvidia-smi's own samples are up to a second old. */
    private static final long LEAST_SECONDS = 2;

    private final String host;
    private final Link link;
    private final FreeGpu freeGpu;
    private final CommandJournal journal;
    /** Fields that this host knows; empty until it was asked. */
    private volatile List<String> learned = List.of();

    private volatile boolean loops = true;

    public NvidiaSmi(String host, Link link, FreeGpu freeGpu, CommandJournal journal) {
        this.host = host;
        this.link = link;
        this.freeGpu = freeGpu;
        this.journal = journal;
    }

    /**
     * Reads all once, in one command of at most 10 s.
     *
     * @param containerName the name of a container by its whole id, or null
     */
    public List<Gpu> read(Function<String, @Nullable String> containerName) throws ProblemException {
        long start = System.nanoTime();
        Integer exit = null;
        try {
            Output output = link.run(SmiScript.command(learned, 0), SmiScript.read(), LIMIT, MOST_BYTES);
            SmiReport report = new SmiReport(host, freeGpu, learned);
            output.out().lines().forEach(report::take);
            exit = report.exit();
            loops = report.loops();
            Problem problem = report.problem();
            learn(report.fields(), report.badField());
            if (problem != null) {
                throw problem.asException();
            }
            return report.gpus(containerName);
        } catch (IOException failed) {
            throw SmiFailure.of(host, link, failed).asException(failed);
        } finally {
            journal.ran(SmiScript.shown(learned), exit, Duration.ofNanos(System.nanoTime() - start), true);
        }
    }

    /** Sends a signal to a process of a GPU. It is looked at anew first: its number may be another's by now. */
    public void signal(long pid, String name, String signal) throws ProblemException {
        boolean there = read(id -> null).stream()
                .flatMap(gpu -> gpu.processes().stream())
                .anyMatch(process -> process.pid() == pid && process.name().equals(name));
        if (!there) {
            throw Problem.of(
                            Problem.Code.COMMAND_FAILED,
                            "Process " + pid + " is no longer on a GPU of " + host + "; it got no signal.")
                    .asException();
        }
        Command kill = Command.of("kill", "-s", signal, Long.toString(pid));
        long start = System.nanoTime();
        Integer exit = null;
        try {
            Output output = link.run(kill, LIMIT);
            exit = output.exit();
            if (!output.ok()) {
                throw refused(pid, name, output.err()).asException();
            }
        } catch (IOException failed) {
            throw SmiFailure.of(host, link, failed).asException(failed);
        } finally {
            journal.ran(kill.line(), exit, Duration.ofNanos(System.nanoTime() - start), false);
        }
    }

    private Problem refused(long pid, String name, String words) {
        String said = RemoteText.oneLine(words, 200);
        String message = "Process " + pid + " (" + name + ") on " + host + " got no signal: " + said + ".";
        return said.contains("permitted")
                ? Problem.of(
                        Problem.Code.COMMAND_FAILED,
                        message,
                        "It is another user's. One that runs in a container ends with it: stop the container.")
                : Problem.of(Problem.Code.COMMAND_FAILED, message);
    }

    /** Whether what was read can be read as a stream. */
    public boolean streams() {
        return loops;
    }

    /**
     * Reads again and again, by one command that stays.
     *
     * @param every at least 2 s, in whole seconds
     * @param readings takes each reading; must not block for long
     * @param ended told once: the problem that ended the stream, or null where it was closed
     * @return ends the stream and, on the host, what it runs
     */
    public AutoCloseable stream(
            Duration every,
            Function<String, @Nullable String> containerName,
            Consumer<List<Gpu>> readings,
            Consumer<@Nullable Problem> ended)
            throws ProblemException {
        long seconds = Math.max(LEAST_SECONDS, every.toSeconds());
        try {
            RemoteCommand command = link.start(SmiScript.command(learned, seconds));
            Ticks ticks = new Ticks(host, freeGpu, learned, Duration.ofSeconds(seconds), containerName, readings);
            GpuStream stream = new GpuStream(host, link, command, Duration.ofSeconds(seconds), ticks, end -> {
                learn(ticks.fields(), ticks.badField());
                journal.ran(SmiScript.shown(learned) + " -l " + seconds, ticks.exit(), end.took(), true);
                ended.accept(end.problem());
            });
            stream.start();
            return stream;
        } catch (IOException failed) {
            throw SmiFailure.of(host, link, failed).asException(failed);
        }
    }

    /** @param wrong a field was refused: the driver is another one by now */
    private void learn(List<String> fields, boolean wrong) {
        learned = wrong ? List.of() : fields;
    }
}

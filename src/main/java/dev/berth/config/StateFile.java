package dev.berth.config;

import dev.berth.api.Json;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Our state.json. Replaced whole and durably with each write, so that a crash leaves the old one or the new one; a
 * damaged one is moved aside, never overwritten; one of a newer Berth is left alone. Safe for use by several threads.
 */
public final class StateFile {
    /** Raised with each change of form; what that changes goes into {@link #STEPS}. */
    public static final int VERSION = 1;

    private static final int MOST_BYTES = 16 << 20;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /** The step at index n turns version n + 1 into version n + 2. */
    private static final List<UnaryOperator<Map<String, @Nullable Object>>> STEPS = List.of();

    private final Path file;
    private final List<UnaryOperator<Map<String, @Nullable Object>>> steps;
    private final Clock clock;
    private boolean newer;
    private State now = State.EMPTY;

    public StateFile(Path file) {
        this(file, STEPS, Clock.systemUTC());
    }

    StateFile(Path file, List<UnaryOperator<Map<String, @Nullable Object>>> steps, Clock clock) {
        this.file = file;
        this.steps = List.copyOf(steps);
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param problems what is to be told a person: a state that could not be used, and where it lies
     */
    public record Found(State state, List<Problem> problems) {
        public Found {
            problems = List.copyOf(problems);
        }
    }

    /** Reads it; a missing one is an empty state. Never fails: a state that can't be used is told. */
    public synchronized Found read() {
        Found found = found();
        now = found.state();
        return found;
    }

    private Found found() {
        if (!Files.exists(file)) {
            return new Found(State.EMPTY, List.of());
        }
        try {
            return parse(text());
        } catch (IOException unreadable) {
            return nothing("Cannot read " + file + ": " + FileReasons.of(unreadable) + ".", "Make it readable.");
        }
    }

    /** Changes what {@link #read} found and what was changed since. Returns when it lies on the disk. */
    public synchronized void change(UnaryOperator<State> change) throws ProblemException {
        State changed = change.apply(now);
        now = changed;
        write(changed);
    }

    /** Replaces it. Returns when it lies on the disk. */
    public synchronized void write(State state) throws ProblemException {
        if (newer) {
            throw newerProblem().asException();
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            PrivateDirectory.make(directory);
        }
        try {
            DurableWrite.replace(file, Json.write(state) + "\n");
        } catch (IOException failed) {
            throw Problem.of(
                            Code.STATE_UNWRITABLE,
                            "Cannot save tunnels and runs in " + file + ": " + FileReasons.of(failed) + ".",
                            "Make room there or make it writable; until then they last as long as the agent.")
                    .asException(failed);
        }
    }

    private String text() throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException("it is larger than 16 MB");
        }
        return Files.readString(file);
    }

    private Found parse(String text) throws IOException {
        try {
            Map<String, @Nullable Object> fields = fields(text);
            int version = version(fields);
            if (version > current()) {
                newer = true;
                Problem problem = newerProblem();
                return nothing(problem.message(), String.valueOf(problem.next()));
            }
            return new Found(Json.read(Json.write(upgrade(fields, version)), State.class), List.of());
        } catch (IOException | RuntimeException damaged) {
            Path aside = moveAside();
            return nothing(
                    "The saved tunnels could not be read: " + file + " is damaged.",
                    "It was moved to " + aside + "; make the tunnels anew, or mend that file and move it back.");
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> fields(String text) throws IOException {
        if (Json.readAny(text) instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new IOException("no object");
    }

    private static int version(Map<String, @Nullable Object> fields) throws IOException {
        if (fields.get("version") instanceof Long version && version > 0 && version <= Integer.MAX_VALUE) {
            return version.intValue();
        }
        throw new IOException("no version");
    }

    private int current() {
        return steps.size() + 1;
    }

    private Map<String, @Nullable Object> upgrade(Map<String, @Nullable Object> fields, int version) {
        Map<String, @Nullable Object> upgraded = fields;
        for (UnaryOperator<Map<String, @Nullable Object>> step : steps.subList(version - 1, steps.size())) {
            upgraded = step.apply(upgraded);
        }
        upgraded.put("version", VERSION);
        return upgraded;
    }

    private Path moveAside() throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".broken-" + STAMP.format(clock.instant()));
        Files.move(file, aside);
        return aside;
    }

    private Problem newerProblem() {
        return Problem.of(
                Code.STATE_UNWRITABLE,
                file + " was written by a newer Berth; it is left as it is, and nothing is saved.",
                "Use that newer Berth, or move the file away.");
    }

    private static Found nothing(String message, String next) {
        return new Found(State.EMPTY, List.of(Problem.of(Code.STATE_UNWRITABLE, message, next)));
    }
}

package dev.berth.jupyter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines of start.sh, one after the other. */
final class StartDialogue {
    /** What a line was about. */
    enum Line {
        /** One of the facts that lead up to the next lines. */
        FACT,
        /** There is no Jupyter. */
        NONE,
        /** The port asked for is taken: {@link #words} has it and a free one. */
        USED,
        /** It can't be started: {@link #rest} says why. */
        BAD,
        PLANNED,
        /** {@link #rest} is the directory with all it needs; now it is to be run. */
        PREPARED,
        RUNNING,
        /** A line of the server's own file. */
        FILE,
        LISTENING,
        DIED,
        LATE
    }

    private static final int LOG_LINES = 40;

    private final Map<String, String> facts = new HashMap<>();
    private final StringBuilder file = new StringBuilder();
    private final List<String> log = new ArrayList<>();
    private String rest = "";

    Line take(String line) {
        int blank = line.indexOf(' ');
        String key = blank < 0 ? line : line.substring(0, blank);
        rest = blank < 0 ? "" : line.substring(blank + 1);
        return switch (key) {
            case "none" -> Line.NONE;
            case "used" -> Line.USED;
            case "bad" -> Line.BAD;
            case "planned" -> Line.PLANNED;
            case "prepared" -> Line.PREPARED;
            case "running" -> Line.RUNNING;
            case "listening" -> Line.LISTENING;
            case "died" -> Line.DIED;
            case "late" -> Line.LATE;
            case "json" -> {
                file.append(rest).append('\n');
                yield Line.FILE;
            }
            case "log" -> {
                if (log.size() < LOG_LINES) {
                    log.add(rest);
                }
                yield Line.FACT;
            }
            default -> {
                facts.put(key, rest);
                yield Line.FACT;
            }
        };
    }

    /** What followed the key of the last line. */
    String rest() {
        return rest;
    }

    List<String> words() {
        return List.of(rest.split(" ", -1));
    }

    String token() {
        return facts.getOrDefault("token", "");
    }

    @Nullable
    Plan plan() {
        return Plan.of(facts);
    }

    @Nullable
    ServerFile file() {
        return ServerFile.parse(file.toString());
    }

    /** The last lines of the server's log; they come behind {@link Line#DIED} and {@link Line#LATE}. */
    List<String> log() {
        return log;
    }
}

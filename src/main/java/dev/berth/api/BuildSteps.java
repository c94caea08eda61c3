package dev.berth.api;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a build, from what docker build prints without a terminal: BuildKit's plain progress, where several steps
 * go on at once, or the classic builder's and Podman's lines, where one follows the other. A step tells what it printed
 * last while it goes on, and all that is kept of it when it fails.
 */
public final class BuildSteps {
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_LINE = 500;
    /** Lines of a step's output that are kept. */
    private static final int MOST_LINES = 200;

    /** Steps that are told: a box is not trusted to end. */
    private static final int MOST_STEPS = 1_000;

    private static final Pattern KIT = Pattern.compile("#(\\d{1,6}) (.*)");
    private static final Pattern DONE = Pattern.compile("DONE (\\d{1,7}\\.\\d{1,3})s");
    private static final Pattern CLASSIC = Pattern.compile("(?i:step) (\\d{1,4})/(\\d{1,4}) ?: (.*)");
    private static final Pattern SENT = Pattern.compile("Sending build context to Docker daemon +(.*)");
    /** What BuildKit prints before each line of a step's output: the seconds since it began. */
    private static final Pattern SECONDS = Pattern.compile("^\\d+\\.\\d+ ");

    private final Consumer<Event.Progress> told;
    private final Map<String, One> steps = new LinkedHashMap<>();
    private @Nullable One current;
    private boolean kit;

    public BuildSteps(Consumer<Event.Progress> told) {
        this.told = told;
    }

    /** A step and what is kept of its output. */
    private final class One {
        private final String key;
        private String title;
        private final Deque<String> output = new ArrayDeque<>();
        private boolean cached;
        private boolean over;
        private @Nullable Double took;

        One(String key, String title) {
            this.key = key;
            this.title = title;
        }

        void print(String line) {
            String clean = RemoteText.oneLine(colourless(line), LONGEST_LINE);
            if (!over && !clean.isEmpty()) {
                output.addLast(clean);
                if (output.size() > MOST_LINES) {
                    output.removeFirst();
                }
                tell(Event.StepState.RUNNING, clean);
            }
        }

        void end(Event.StepState state) {
            if (!over) {
                over = true;
                boolean told = state == Event.StepState.FAILED && !output.isEmpty();
                tell(state, told ? String.join("\n", output) : null);
            }
        }

        void tell(Event.StepState state, @Nullable String detail) {
            told.accept(new Event.Progress(key, title + (cached ? " (cached)" : ""), state, detail, took));
        }
    }

    /** Whether these words of docker's build an image. */
    public static boolean isBuild(List<String> words) {
        return !words.isEmpty() && words.getFirst().equals("build");
    }

    /** Takes the next line that docker printed. */
    public synchronized void line(String line) {
        Matcher of = KIT.matcher(line);
        if (of.matches()) {
            kit = true;
            kit(of.group(1), of.group(2));
        } else if (!kit) {
            classic(line);
        }
    }

    /** The build is over: what still goes on is done, or is what failed. */
    public synchronized void ended(boolean well) {
        for (One step : steps.values()) {
            if (well || !kit) {
                step.end(well ? Event.StepState.DONE : Event.StepState.FAILED);
            }
        }
    }

    /** After the last step BuildKit repeats what failed, without a number: all that is known already. */
    private void kit(String number, String text) {
        One step = steps.get(number);
        Matcher done = DONE.matcher(text);
        if (number.equals("0")) {
            // which builder it is: no step
            return;
        }
        if (step == null) {
            begin(number, text);
        } else if (done.matches()) {
            // of steps that go on at once, all but one are told when they are over
            step.took = Double.valueOf(done.group(1));
            step.end(Event.StepState.DONE);
        } else if (text.equals("CACHED")) {
            step.cached = true;
            step.end(Event.StepState.DONE);
        } else if (text.startsWith("ERROR")) {
            step.print(text);
            step.end(Event.StepState.FAILED);
        } else if (text.equals("CANCELED")) {
            step.title += " (called off: another step failed)";
            step.end(Event.StepState.FAILED);
        } else if (!text.equals("...") && !text.startsWith("sha256:") && !text.equals(step.title)) {
            step.print(SECONDS.matcher(text).replaceFirst(""));
        }
    }

    private void classic(String line) {
        Matcher next = CLASSIC.matcher(line);
        Matcher sent = SENT.matcher(line);
        if (next.matches()) {
            finished();
            begin(next.group(1), "[" + next.group(1) + "/" + next.group(2) + "] " + next.group(3));
        } else if (sent.matches()) {
            One step = begin("context", "context sent: " + sent.group(1));
            if (step != null) {
                step.end(Event.StepState.DONE);
            }
        } else if (line.equals(" ---> Using cache") || line.startsWith("--> Using cache")) {
            if (current != null) {
                current.cached = true;
            }
        } else if (line.startsWith("Successfully built ")) {
            finished();
        } else if (current != null && !isTalk(line)) {
            current.print(line);
        }
    }

    /** The classic builder's own words between the output of commands. */
    private static boolean isTalk(String line) {
        return line.matches(
                " ---> [0-9a-f]{12}| ---> Running in [0-9a-f]{12}|Removing intermediate container [0-9a-f]{12}"
                        + "|--> [0-9a-f]{11,12}");
    }

    private void finished() {
        if (current != null) {
            current.end(Event.StepState.DONE);
        }
    }

    private @Nullable One begin(String key, String text) {
        if (steps.size() == MOST_STEPS) {
            return null;
        }
        One step = new One("build " + key, RemoteText.oneLine(text, LONGEST_TITLE));
        steps.put(key, step);
        current = step;
        step.tell(Event.StepState.RUNNING, null);
        return step;
    }

    private static String colourless(String line) {
        return line.replaceAll("\u001b\\[[0-9;]*m", "");
    }
}

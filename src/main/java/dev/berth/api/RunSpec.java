package dev.berth.api;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code docker run} in parts. Empty texts and lists are what docker does by itself.
 *
 * @param gpus {@code all}, {@code count=2}, or indexes and UUIDs with commas between them
 * @param ulimits {@code name=value}
 * @param terminal it gets the person's terminal; else it runs detached
 * @param more options that have no part here, as they were written
 */
public record RunSpec(
        String image,
        String name,
        String gpus,
        List<String> ports,
        List<String> volumes,
        String shmSize,
        String ipc,
        List<String> ulimits,
        String user,
        boolean remove,
        List<String> environment,
        String directory,
        String network,
        String restart,
        boolean terminal,
        List<String> more,
        List<String> command) {

    public static final String ALL = "all";
    public static final String COUNT = "count=";

    /** What NVIDIA recommends for the images of its registry. */
    public static final List<String> NGC_ULIMITS = List.of("memlock=-1", "stack=67108864");

    public RunSpec {
        ports = List.copyOf(ports);
        volumes = List.copyOf(volumes);
        ulimits = List.copyOf(ulimits);
        environment = List.copyOf(environment);
        more = List.copyOf(more);
        command = List.copyOf(command);
    }

    public static boolean isNgc(String image) {
        return image.startsWith("nvcr.io/");
    }

    /** Docker's words for it, from {@code run} on. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        words.add("run");
        words.add(terminal ? "-it" : "-d");
        if (remove) {
            words.add("--rm");
        }
        option(words, "--name", name);
        gpus(words);
        each(words, "-p", ports);
        each(words, "-v", volumes);
        option(words, "--shm-size", shmSize);
        option(words, "--ipc", ipc);
        each(words, "--ulimit", ulimits);
        option(words, "-u", user);
        each(words, "-e", environment);
        option(words, "-w", directory);
        option(words, "--network", network);
        option(words, "--restart", restart);
        words.addAll(more);
        words.add(image);
        words.addAll(command);
        return words;
    }

    private static void option(List<String> words, String option, String value) {
        if (!value.isEmpty()) {
            words.add(option);
            words.add(value);
        }
    }

    private static void each(List<String> words, String option, List<String> values) {
        values.forEach(value -> option(words, option, value));
    }

    /** Docker reads the value as CSV: a comma between devices has to stand in quotes of its own. */
    private void gpus(List<String> words) {
        if (gpus.isEmpty()) {
            return;
        }
        words.add("--gpus");
        if (gpus.equals(ALL)) {
            words.add(gpus);
        } else if (gpus.startsWith(COUNT)) {
            words.add(gpus.substring(COUNT.length()));
        } else {
            words.add(gpus.contains(",") ? "\"device=" + gpus + "\"" : "device=" + gpus);
        }
    }

    /** Whether a text that was pasted is such a line. */
    public static boolean isLine(String text) {
        List<String> words = DockerLine.words(text);
        int at = 0;
        while (at < words.size()
                && (words.get(at).equals("sudo") || words.get(at).matches("[A-Z_]+=.*"))) {
            at++;
        }
        return at + 1 < words.size()
                && words.get(at).matches("(nvidia-)?docker|podman")
                && (words.get(at + 1).equals("run") || words.get(at + 1).equals("container"));
    }

    /** Null where it is no line of {@code docker run} with an image. */
    public static @Nullable RunSpec parse(String text) {
        return isLine(text) ? new RunWords(DockerLine.words(text)).read() : null;
    }
}

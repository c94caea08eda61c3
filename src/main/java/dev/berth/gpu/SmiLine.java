package dev.berth.gpu;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of {@link SmiScript}'s output. */
sealed interface SmiLine {
    /** There is no nvidia-smi. */
    record Missing() implements SmiLine {}

    /** There is no nvidia-smi, but AMD's rocm-smi told this JSON. */
    record Amd(String json) implements SmiLine {}

    /** There are neither, but amd-smi told this JSON, one document of several. */
    record AmdPart(String json) implements SmiLine {}

    /** The fields of GPUs that this host knows, in the order of its rows. */
    record Fields(List<String> names) implements SmiLine {}

    /** What nvidia-smi printed about GPUs: a row, or words. */
    record GpuText(String text) implements SmiLine {}

    record GpuEnd(int exit) implements SmiLine {}

    record ProcessText(String text) implements SmiLine {}

    record ProcessEnd(int exit) implements SmiLine {}

    /** What {@code nvidia-smi -L} printed where a GPU is split into MIG slices. */
    record Listed(String text) implements SmiLine {}

    /** Of what {@code nvidia-smi -q} printed there, the lines that tell of slices and their processes. */
    record Detail(String text) implements SmiLine {}

    record User(long pid, String name) implements SmiLine {}

    /** @param path a line of /proc/PID/cgroup */
    record ControlGroup(long pid, String path) implements SmiLine {}

    /** @param id of the Jupyter kernel that the process is, or that started it */
    record Kernel(long pid, String id) implements SmiLine {}

    /** Null for what the script does not print. */
    static @Nullable SmiLine parse(String line) {
        if (line.equals("n")) {
            return new Missing();
        }
        if (line.length() < 2 || line.charAt(1) != ' ') {
            return null;
        }
        String rest = line.substring(2);
        return switch (line.charAt(0)) {
            case 'f' -> new Fields(List.of(rest.split(",", -1)));
            case 'a' -> new Amd(rest);
            case 'd' -> new AmdPart(rest);
            case 'g' -> exit(rest) < 0 ? new GpuText(rest) : new GpuEnd(exit(rest));
            case 'p' -> exit(rest) < 0 ? new ProcessText(rest) : new ProcessEnd(exit(rest));
            case 'l' -> new Listed(rest);
            case 'q' -> new Detail(rest);
            case 'u', 'c', 'k' -> owned(line.charAt(0), rest);
            default -> null;
        };
    }

    private static int exit(String text) {
        return text.startsWith("end ") ? (int) number(text.substring(4)) : -1;
    }

    private static @Nullable SmiLine owned(char mark, String rest) {
        int space = rest.indexOf(' ');
        long pid = space < 0 ? -1 : number(rest.substring(0, space));
        if (pid < 0 || space + 1 == rest.length()) {
            return null;
        }
        String what = rest.substring(space + 1);
        return switch (mark) {
            case 'c' -> new ControlGroup(pid, what);
            case 'k' -> what.matches("[0-9A-Za-z-]{1,64}") ? new Kernel(pid, what) : null;
            default -> user(pid, what);
        };
    }

    /** The name and the number; one without a name is known by its number. */
    private static @Nullable SmiLine user(long pid, String nameAndNumber) {
        String[] parts = nameAndNumber.split(" ", -1);
        if (parts.length != 2) {
            return null;
        }
        return new User(pid, parts[0].equals("UNKNOWN") ? parts[1] : parts[0]);
    }

    /** A whole number of at most nine digits, or -1. */
    static long number(String text) {
        boolean digits = !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(text) : -1;
    }
}

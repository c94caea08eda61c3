package dev.berth.gpu;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whose processes are, in which containers they run, and for which Jupyter kernels. */
final class Owners {
    /** Docker, Podman and containerd all name a container's control group by its whole id. */
    private static final Pattern CONTAINER = Pattern.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])");
    /** The single hierarchy of control groups version 2. */
    private static final String UNIFIED = "0::";

    private static final int MOST = 10_000;

    private final Map<Long, String> users = new HashMap<>();
    private final Map<Long, List<String>> containers = new HashMap<>();
    private final Map<Long, String> kernels = new HashMap<>();

    void user(SmiLine.User line) {
        bound();
        users.put(line.pid(), line.name());
        // the rest comes next: what stands here is of an earlier process of this number
        containers.remove(line.pid());
        kernels.remove(line.pid());
    }

    void group(SmiLine.ControlGroup line) {
        List<String> ids =
                CONTAINER.matcher(line.path()).results().map(MatchResult::group).toList();
        if (!ids.isEmpty() && (line.path().startsWith(UNIFIED) || !containers.containsKey(line.pid()))) {
            bound();
            containers.put(line.pid(), ids);
        }
    }

    /** What is dropped here is told again within a minute. */
    private void bound() {
        if (users.size() > MOST || containers.size() > MOST) {
            users.clear();
            containers.clear();
            kernels.clear();
        }
    }

    void kernel(SmiLine.Kernel line) {
        kernels.put(line.pid(), line.id());
    }

    @Nullable
    String kernel(long pid) {
        return kernels.get(pid);
    }

    @Nullable
    String user(long pid) {
        return users.get(pid);
    }

    /** Of containers inside containers the innermost that is known. */
    @Nullable
    String container(long pid, Function<String, @Nullable String> name) {
        for (String id : containers.getOrDefault(pid, List.of()).reversed()) {
            String known = name.apply(id);
            if (known != null) {
                return known;
            }
        }
        return null;
    }
}

package dev.berth.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.berth.api.Container.GpuGrant;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The GPUs of containers by id. A list doesn't tell them and they never change, so each container is inspected once. An
 * engine may be slow for one container and not for the others: such a one is left out for a while, not waited for at
 * every poll.
 */
final class GrantCache {
    private static final Logger LOG = Logger.getLogger(GrantCache.class.getName());
    private static final int AT_ONCE = 6;
    private static final long PAUSE = Duration.ofSeconds(60).toNanos();

    private final Supplier<String> defaultRuntime;
    private final Map<String, Optional<GpuGrant>> known = new ConcurrentHashMap<>();
    private final Map<String, Long> leftOut = new ConcurrentHashMap<>();

    GrantCache(Supplier<String> defaultRuntime) {
        this.defaultRuntime = defaultRuntime;
    }

    /** Null where none was given, or where it can't be told now. */
    @Nullable
    GpuGrant get(String id) {
        return known.getOrDefault(id, Optional.empty()).orElse(null);
    }

    /** Learns what is not known yet. */
    void learn(Collection<String> ids, Function<String, InspectContainerResponse> inspect) {
        List<String> wanted = ids.stream().filter(this::wanted).toList();
        if (wanted.isEmpty()) {
            return;
        }
        Semaphore turns = new Semaphore(AT_ONCE);
        try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String id : wanted) {
                tasks.execute(() -> {
                    turns.acquireUninterruptibly();
                    try {
                        learn(id, inspect);
                    } finally {
                        turns.release();
                    }
                });
            }
        }
    }

    private boolean wanted(String id) {
        Long since = leftOut.get(id);
        return !known.containsKey(id) && (since == null || System.nanoTime() - since > PAUSE);
    }

    private void learn(String id, Function<String, InspectContainerResponse> inspect) {
        try {
            known.put(id, Optional.ofNullable(GpuGrants.of(inspect.apply(id), defaultRuntime)));
            leftOut.remove(id);
        } catch (NotFoundException gone) {
            LOG.log(Level.FINE, "a container went while it was listed", gone);
        } catch (RuntimeException slow) {
            leftOut.put(id, System.nanoTime());
            LOG.log(Level.FINE, "a container can't be inspected", slow);
        }
    }

    /** Forgets containers that are gone. */
    void keepOnly(Collection<String> ids) {
        known.keySet().retainAll(ids);
        leftOut.keySet().retainAll(ids);
    }
}

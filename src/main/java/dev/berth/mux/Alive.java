package dev.berth.mux;

import dev.berth.link.Watchdog;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** How a master's host is watched: the master does not tell whether it still answers, so the host itself is asked. */
record Alive(Echo echo, Pulse pulse) implements Watchdog.Watched {
    @Override
    public Duration ask() throws IOException {
        return echo.ask();
    }

    @Override
    public long heard() {
        return pulse.heard();
    }

    @Override
    public boolean ended() {
        return pulse.ended();
    }

    @Override
    public CompletableFuture<String> gone() {
        return pulse.gone();
    }

    @Override
    public void dead(String reason) {
        pulse.end(reason);
    }
}

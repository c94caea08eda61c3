package dev.berth.tui;

import dev.berth.api.Places;
import dev.berth.api.Problem;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The screen on an agent in memory, to be looked at. Arguments: host to begin with or {@code -}, milliseconds a step takes,
 * flags {@code readonly}, {@code no-open}, {@code dies} (the agent dies after three seconds and can be reached again five later).
 */
final class ScreenTrial {
    private ScreenTrial() {}

    public static void main(String[] args) throws Exception {
        FakeAgent agent = new FakeAgent(args.length > 1 ? Long.parseLong(args[1]) : 300);
        String flags = String.join(" ", args);
        if (flags.contains("dies")) {
            var timer = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().factory());
            timer.schedule(
                    () -> agent.die(Problem.of(
                            Problem.Code.AGENT_UNREACHABLE, "The agent does not start.", "berth agent logs says why.")),
                    3,
                    TimeUnit.SECONDS);
            timer.schedule(agent::live, 8, TimeUnit.SECONDS);
        }
        Path home = Path.of("/nowhere");
        Places places = new Places(null, home, home, home, home);
        Options options = new Options(
                host(args), flags.contains("no-open"), flags.contains("readonly"), System.getenv(), "0.1.0");
        System.exit(Screen.run(agent, places, options));
    }

    private static @Nullable String host(String[] args) {
        return args.length > 0 && !args[0].equals("-") ? args[0] : null;
    }
}

package dev.berth.agent;

import dev.berth.api.Places;
import dev.berth.api.Protocol;
import dev.berth.api.Request;
import dev.berth.api.Wiring.Role;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who connects to an agent.
 *
 * @param build version of this program, see {@link Build}
 * @param config the config.yaml that was asked for; null for the usual one
 */
public record Client(Places places, String build, @Nullable Path config, Map<String, String> environment, Role role) {
    Request.Hello hello() {
        return new Request.Hello(
                Protocol.VERSION,
                build,
                config == null ? null : config.toString(),
                environment,
                role != Role.UNATTENDED_VERB,
                role == Role.SCREEN);
    }
}

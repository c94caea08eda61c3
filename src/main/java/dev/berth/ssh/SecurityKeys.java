package dev.berth.ssh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.schmizz.sshj.common.Buffer;
import org.jspecify.annotations.Nullable;

/** Keys whose private half is in a FIDO token. An agent can sign with them, and OpenSSH; sshj can't. */
final class SecurityKeys {
    private SecurityKeys() {}

    /** Those of the files that the agent does not hold. The agent is asked only where there is such a file. */
    static List<Path> withoutAgent(List<Path> files, @Nullable Path agent) {
        List<KeyFile> found = new ArrayList<>();
        for (Path path : files) {
            KeyFile file = read(path);
            if (file != null && file.whole() && isOne(file.publicBlob())) {
                found.add(file);
            }
        }
        if (!found.isEmpty() && agent != null) {
            List<Agent.Identity> held = held(agent);
            found.removeIf(file -> held.stream().anyMatch(key -> file.is(key.blob())));
        }
        return found.stream().map(KeyFile::path).toList();
    }

    private static @Nullable KeyFile read(Path path) {
        try {
            return KeyFile.read(path);
        } catch (IOException | RuntimeException unreadable) {
            return null;
        }
    }

    static boolean isOne(byte[] blob) {
        try {
            return new Buffer.PlainBuffer(blob).readString().startsWith("sk-");
        } catch (Buffer.BufferException empty) {
            return false;
        }
    }

    private static List<Agent.Identity> held(Path socket) {
        try (Agent agent = new Agent(socket)) {
            return agent.identities();
        } catch (IOException unusable) {
            return List.of();
        }
    }
}

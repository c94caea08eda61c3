package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.desktop.VsCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** code: VS Code on a host or in a container. */
final class CodeVerb extends Verb {
    private static final String LOCAL = "local";

    private List<String> place = List.of();

    CodeVerb(Context context) {
        super(
                context,
                "code",
                "Open VS Code on a host, or in a container of it. A second word that begins with / or ~ is a path.");
        syntax().words(
                        "HOST [CONTAINER] [PATH]",
                        "1..3",
                        "Where, and the directory; a container's own where none is named.",
                        value -> place = value);
    }

    @Override
    int run() throws ProblemException, InterruptedException {
        List<String> words = Context.place(place);
        boolean onHost = words.size() == 1 || words.size() == 2 && words.get(1).matches("[/~].*");
        if (words.size() > 3) {
            throw Problem.of(Problem.Code.USAGE, "Too many words: " + String.join(" ", words) + ".")
                    .asException();
        }
        String path = onHost ? word(words, 1) : word(words, 2);
        open(onHost ? onHost(words.getFirst(), path) : inContainer(words.getFirst(), words.get(1), path));
        return 0;
    }

    private static @Nullable String word(List<String> words, int index) {
        return words.size() > index ? words.get(index) : null;
    }

    /** Nothing has to be connected for it: VS Code connects by itself. */
    private static VsCode.Place onHost(String host, @Nullable String path) {
        return new VsCode.Place(known(host), null, path);
    }

    private static @Nullable String known(String host) {
        return host.equals(LOCAL) ? null : host;
    }

    private VsCode.Place inContainer(String host, String container, @Nullable String path)
            throws ProblemException, InterruptedException {
        try (Talk talk = Talk.open(context())) {
            Reply.ContainerPlace found = talk.ask(new Request.FindContainer(host, container));
            return new VsCode.Place(known(host), found.name(), path == null ? found.directory() : path);
        }
    }

    private void open(VsCode.Place where) throws ProblemException {
        Optional<String> failure = new VsCode(front().wiring().environment()).open(where);
        if (failure.isPresent()) {
            throw Problem.of(Problem.Code.COMMAND_FAILED, failure.get()).asException();
        }
        Path world = front().wiring().places().sshConfig();
        if (world != null && where.host() != null && !options().quiet) {
            front().err()
                    .println("VS Code knows the hosts of " + world
                            + " only where its setting remote.SSH.configFile names that file.");
            front().err().flush();
        }
    }
}

package dev.berth.fleet;

import dev.berth.api.BuildSteps;
import dev.berth.api.DockerLine;
import dev.berth.api.Event;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.RemoteText;
import dev.berth.api.Request;
import dev.berth.api.Secret;
import dev.berth.docker.RegistryLogin;
import dev.berth.link.Command;
import dev.berth.link.RemoteCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Docker's own words, run by the host's own docker: every option, its builder and its credentials are what they are there. */
final class DockerWords {
    private static final Logger LOG = Logger.getLogger(DockerWords.class.getName());
    private static final Duration FOR_EXIT = Duration.ofSeconds(10);
    private static final int MOST_REASON = 500;
    private static final int MOST_LINES = 5_000;
    private static final int LONGEST_STEP = 200;
    private static final int LONGEST_LINE = 2_000;

    /** The daemon may be another than the usual one: one's own, Podman's, or one that only sudo may ask. */
    private static final String FIND = """
            PATH=$PATH:/usr/local/bin:/snap/bin
            if ! command -v docker >/dev/null 2>&1; then
              if command -v podman >/dev/null 2>&1; then
                docker() { podman "$@"; }
              fi
            elif [ -z "$DOCKER_HOST" ] && ! docker version >/dev/null 2>&1; then
              run=${XDG_RUNTIME_DIR:-/run/user/$(id -u)}
              for at in "$run/docker.sock" /run/podman/podman.sock "$run/podman/podman.sock"; do
                if [ -S "$at" ] && [ -w "$at" ]; then
                  export DOCKER_HOST="unix://$at"
                  break
                fi
              done
              if [ -z "$DOCKER_HOST" ] && sudo -n docker version >/dev/null 2>&1; then
                docker() { sudo -n docker "$@"; }
              fi
            fi
            """;

    /** Whoever gave the terminal away sees nothing any more once it is taken back. */
    private static final String LINGER = """
            code=$?
            if [ $code -ne 0 ]; then
              printf '\\r\\n[docker ended with code %s; Enter goes back to Berth] ' $code
              read -r _
            fi
            exit $code
            """;

    private static final Pattern KEPT = Pattern.compile("unencrypted in '?([^'\\n]*config[.]json)");

    private DockerWords() {}

    static String shown(List<String> words) {
        return "docker " + DockerLine.of(words);
    }

    /** The same as a command on the host. */
    static Request.Exec exec(Request.Docker request) {
        String script = FIND + shown(request.words()) + "\n" + (request.lingers() ? LINGER : "");
        return new Request.Exec(request.host(), null, Command.script(script).argv(), request.pty());
    }

    /**
     * Runs them to their end, however long that takes; the interrupt of this thread ends them.
     *
     * @param input what docker reads, such as a password; null: nothing
     * @return what was printed on standard output
     */
    static String run(Session session, List<String> words, @Nullable Secret input, Consumer<Event.Progress> progress)
            throws ProblemException, InterruptedException {
        long start = System.nanoTime();
        Integer exit = null;
        BuildSteps build = BuildSteps.isBuild(words) ? new BuildSteps(progress) : null;
        Consumer<String> told = build == null ? line -> step(line, progress) : build::line;
        try (RemoteCommand running = session.link().start(Command.script(FIND + shown(words)))) {
            Thread.ofVirtual().name("docker-input").start(() -> write(running, input));
            Lines out = new Lines(running.stdout(), told);
            Lines err = new Lines(running.stderr(), told);
            out.join();
            err.join();
            exit = running.await(FOR_EXIT);
            if (build != null) {
                build.ended(exit == 0);
            }
            if (exit != 0) {
                throw failed(session.host(), words, exit, err.text().isEmpty() ? out.text() : err.text());
            }
            // what login warns of stands on the other stream
            return input == null ? out.text() : err.text() + "\n" + out.text();
        } catch (IOException lost) {
            throw Session.linkLost(session.host(), lost).asException(lost);
        } finally {
            session.journal().ran(shown(words), exit, Duration.ofNanos(System.nanoTime() - start), isWatched(words));
        }
    }

    /** The password goes by standard input, so that no list of processes shows it. @return where docker keeps it */
    static String login(Session session, Request.Login login) throws ProblemException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("login", "--username", login.user(), "--password-stdin"));
        if (!login.registry().isEmpty()) {
            words.add(login.registry());
        }
        String said = run(session, words, login.password(), progress -> {});
        // docker says where it has put an unencrypted password: "stored unencrypted in '/home/dev/.docker/config.json'"
        Matcher place = KEPT.matcher(said);
        return place.find() ? place.group(1) : "the credential store of docker on " + session.host();
    }

    /** Asked for again and again by a page that is looked at. */
    private static boolean isWatched(List<String> words) {
        return words.contains("--no-stream");
    }

    private static void step(String line, Consumer<Event.Progress> progress) {
        String shown = RemoteText.oneLine(line, LONGEST_STEP);
        if (shown.isEmpty()) {
            return;
        }
        // a layer is told again and again; any other line takes the place of the one before
        int colon = shown.indexOf(": ");
        boolean layer = colon > 0 && shown.substring(0, colon).matches("[0-9a-f]{12}");
        boolean done = shown.matches(".*(complete|[Aa]lready exists|Pushed|Mounted from [^ ]+)");
        progress.accept(new Event.Progress(
                layer ? shown.substring(0, colon) : "output",
                shown,
                layer && done ? Event.StepState.DONE : Event.StepState.RUNNING,
                null));
    }

    private static void write(RemoteCommand running, @Nullable Secret input) {
        try (OutputStream to = running.stdin()) {
            if (input != null) {
                to.write(input.reveal().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException ended) {
            LOG.log(Level.FINE, "input of docker", ended);
        }
    }

    private static ProblemException failed(String host, List<String> words, int exit, String said) {
        String what = "docker " + words.getFirst() + " on " + host;
        if (exit == 127 && said.contains("not found")) {
            return Problem.of(
                            Problem.Code.DOCKER_MISSING,
                            "There is no docker command on " + host + ".",
                            "Install Docker's command line there (docker-ce-cli or docker-cli).")
                    .asException();
        }
        String why = said.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("See 'docker") && !line.startsWith("Run 'docker"))
                .reduce((earlier, last) -> last)
                .orElse("code " + exit);
        String message = what + " failed: " + RemoteText.oneLine(why.replaceFirst("^docker: ", ""), MOST_REASON);
        Problem problem = words.getFirst().equals("push")
                ? RegistryLogin.refused(host, words.getLast(), why, message)
                : Problem.of(Problem.Code.COMMAND_FAILED, message);
        return problem.asException();
    }

    /** Reads a stream to its end on a thread of its own, tells each line and keeps the last ones. */
    private static final class Lines {
        private final Deque<String> last = new ArrayDeque<>();
        private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();

        Lines(InputStream in, Consumer<String> told) {
            Thread.ofVirtual().name("docker-output").start(() -> {
                // not closed here: that would hang up the command before its exit code came
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
                try {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        take(line);
                        told.accept(line);
                    }
                    end.complete(null);
                } catch (IOException | RuntimeException broken) {
                    end.completeExceptionally(broken);
                }
            });
        }

        private void take(String line) {
            last.addLast(line.substring(0, Math.min(line.length(), LONGEST_LINE)));
            if (last.size() > MOST_LINES) {
                last.removeFirst();
            }
        }

        void join() throws IOException, InterruptedException {
            try {
                end.get();
            } catch (ExecutionException broken) {
                throw broken.getCause() instanceof IOException failure ? failure : new IOException(broken.getCause());
            }
        }

        /** After {@link #join} only. */
        String text() {
            return String.join("\n", last);
        }
    }
}

package dev.berth.mux;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Secret;
import dev.berth.link.ChildStart;
import dev.berth.link.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts a master of Berth's own, which logs in as ssh does and asks through our dialogs. It ends with its link. */
final class OwnMaster {
    /** A login page may have to be visited, a token to be found; a single question has its own limit. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Longer than any login: ssh takes what the configuration has in place of "none". */
    private static final Duration LONG = Duration.ofDays(1);

    private static final long LOOK_MILLIS = 20;

    /** How often a server on the way may show a key that has to be decided about. */
    private static final int STARTS = 4;

    /** A server that is full of logins (MaxStartups) has room again in a moment, unless strangers keep it full. */
    private static final Duration FULL = Duration.ofSeconds(20);

    private static final int SHORTEST_PAUSE = 200;
    private static final int LONGEST_PAUSE = 1000;

    /**
     * Holds ssh as long as we live: it ends when our end of the pipe does, also where we are killed. What is started in
     * the background would have no input, hence the copy.
     */
    private static final String HOLD = """
            exec 3<&0
            "$@" </dev/null 3<&- &
            master=$!
            (read -r end; kill "$master" 2>/dev/null) <&3 3<&- &
            holder=$!
            exec 3<&-
            wait "$master"
            exit=$?
            kill "$holder" 2>/dev/null
            exit "$exit"
            """;

    /** Its standard output: a master has no other use for it, and on standard error are the host's words. */
    private static final String LOG = "/dev/fd/1";

    private final Target target;
    private final Person person;
    private final Set<String> answered = new HashSet<>();
    private final KeyDesk keys;

    OwnMaster(Target target, Person person) {
        this.target = target;
        this.person = person;
        this.keys = new KeyDesk(target, person);
    }

    Link open() throws ProblemException, InterruptedException {
        Doors doors = null;
        Askpass askpass = null;
        try {
            doors = new Doors();
            askpass = new Askpass();
            Link link = open(doors, askpass);
            doors = null;
            return link;
        } catch (IOException failed) {
            throw Problem.of(
                            Code.INTERNAL,
                            "ssh could not be started for " + target.host() + ": " + failed.getMessage() + ".",
                            "Make the directory for temporary files writable.")
                    .asException(failed);
        } finally {
            if (askpass != null) {
                askpass.close();
            }
            if (doors != null) {
                doors.close();
            }
        }
    }

    private Link open(Doors doors, Askpass askpass) throws IOException, ProblemException, InterruptedException {
        Path control = doors.fresh();
        // where ssh writes a key that is accepted for once: it goes with the link
        Path once = doors.fresh();
        for (int i = 0; i < STARTS * target.servers().size(); i++) {
            Link link = patiently(doors, askpass, control, once);
            if (link != null) {
                return link;
            }
        }
        throw KeyDesk.another(target.server()).asException();
    }

    /** The server ended the connection before it had said a word. */
    private static final class FullException extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Problem problem;

        FullException(Problem problem) {
            super(problem.message());
            this.problem = problem;
        }
    }

    private @Nullable Link patiently(Doors doors, Askpass askpass, Path control, Path once)
            throws IOException, ProblemException, InterruptedException {
        long end = System.nanoTime() + FULL.toNanos();
        while (true) {
            try {
                return attempt(doors, askpass, control, once);
            } catch (FullException full) {
                if (System.nanoTime() > end) {
                    throw full.problem.asException(full);
                }
            }
            Thread.sleep(ThreadLocalRandom.current().nextInt(SHORTEST_PAUSE, LONGEST_PAUSE));
        }
    }

    /** Returns null where ssh is to be started anew, since a host key was decided about. */
    private @Nullable Link attempt(Doors doors, Askpass askpass, Path control, Path once)
            throws IOException, ProblemException, FullException, InterruptedException {
        Process process = start(askpass, control, once);
        Words words = new Words(process.getErrorStream(), process.getInputStream());
        boolean kept = false;
        try (Speech host = new Speech(words, target.login(), person)) {
            long end = System.nanoTime() + LIMIT.toNanos();
            while (process.isAlive()) {
                Askpass.Asked asked = askpass.next(LOOK_MILLIS);
                if (asked == null) {
                    host.look();
                } else {
                    host.asked();
                    if (!answered(asked, askpass, process, words.progress())) {
                        return null;
                    }
                    words.progress().goesOn();
                    end = System.nanoTime() + LIMIT.toNanos();
                }
                Pulse pulse = Files.exists(control) ? pulse(control) : null;
                if (pulse != null) {
                    keys.up(words.soFar(), words.progress());
                    kept = true;
                    Master master = new Master(control, target.host(), pulse, doors);
                    return MuxLink.own(master, target.pace(), target.shell(), () -> end(process));
                }
                Progress.Stuck stuck = words.progress()
                        .stuck(target.connectTimeout(), !words.heard().text().isEmpty());
                if (stuck != null) {
                    throw Troubles.stuck(target, stuck).asException();
                }
                if (System.nanoTime() > end) {
                    throw Problem.of(
                                    Code.TIMEOUT,
                                    target.host() + ": ssh has not logged in within " + LIMIT.toMinutes() + " minutes.",
                                    "Try it by hand: ssh " + target.host() + " true")
                            .asException();
                }
            }
            String said = words.text();
            if (keys.ended(said, words.progress())) {
                return null;
            }
            Problem problem = Troubles.failed(target, said);
            // who has answered something on the way is not asked for it again
            if (answered.isEmpty() && Troubles.full(said)) {
                throw new FullException(problem);
            }
            throw problem.asException();
        } finally {
            if (!kept) {
                end(process);
            }
        }
    }

    /** The socket is there a moment before somebody listens on it. */
    private static @Nullable Pulse pulse(Path control) {
        try {
            return Pulse.of(control);
        } catch (IOException notYet) {
            return null;
        }
    }

    private Process start(Askpass askpass, Path control, Path once) throws IOException {
        List<String> argv = new ArrayList<>(
                List.of("/bin/sh", "-c", HOLD, "sh", target.client().toString()));
        argv.addAll(List.of("-v", "-M", "-N", "-T", "-S", control.toString(), "-E", LOG));
        options().forEach((name, value) -> argv.addAll(List.of("-o", name + "=" + value)));
        if (keys.once()) {
            argv.addAll(List.of("-o", "UserKnownHostsFile=" + knownHosts(once)));
        }
        if (keys.asks()) {
            argv.addAll(List.of("-o", "StrictHostKeyChecking=ask"));
        }
        argv.addAll(target.arguments());
        ProcessBuilder builder = new ProcessBuilder(argv);
        builder.environment().clear();
        builder.environment().putAll(target.environment());
        builder.environment()
                .putAll(Map.of("SSH_ASKPASS", askpass.script().toString(), "SSH_ASKPASS_REQUIRE", "force"));
        return ChildStart.start(builder);
    }

    /** Nothing of a person's own session: no forwards, no command, no life of its own. */
    private Map<String, String> options() {
        return Map.of(
                "ControlPersist", "no",
                "ClearAllForwardings", "yes",
                "PermitLocalCommand", "no",
                "RemoteCommand", "none",
                "ConnectTimeout", String.valueOf(connectTimeout().toSeconds()));
    }

    /** ssh would count the time that a person takes to answer a jump host; {@link Progress} does not. */
    private Duration connectTimeout() {
        return target.proxied() ? LONG : target.connectTimeout();
    }

    private String knownHosts(Path first) {
        return Stream.concat(Stream.of(first), target.server().files().stream())
                .map(file -> "\"" + file + "\"")
                .collect(Collectors.joining(" "));
    }

    /** Returns whether ssh was answered; what is left otherwise is to start it anew, or to give up. */
    private boolean answered(Askpass.Asked asked, Askpass askpass, Process process, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        if (asked.silent()) {
            person.tell(asked.prompt().strip());
            return true;
        }
        HostKeyPrompt key = HostKeyPrompt.of(asked.prompt());
        if (key != null) {
            boolean goesOn = keys.asked(key, !askedBy(asked, process), progress);
            if (goesOn) {
                askpass.answer(new Secret("yes"));
            }
            return goesOn;
        }
        String prompt = asked.prompt().strip();
        String problem = answered.add(prompt) ? null : "That was not accepted.";
        askpass.answer(person.credential(target.login(), prompt, prompt.contains("yes/no"), problem));
        return true;
    }

    /** Whether it was the ssh that we started, rather than one that this one started for a jump host. */
    private static boolean askedBy(Askpass.Asked asked, Process process) {
        return process.children().anyMatch(child -> child.pid() == asked.process());
    }

    /** Its end of the pipe goes first: whoever holds ssh ends it, and ends. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}

package dev.berth.mux;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Question;
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

    private static final long LOOK_MILLIS = 20;

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
    /** The key that was accepted for once, and where ssh may write it; null while there is none. */
    private @Nullable Once once;

    private record Once(String fingerprint, Path file) {}

    OwnMaster(Target target, Person person) {
        this.target = target;
        this.person = person;
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
        Link link = patiently(doors, askpass, control);
        if (link == null && once != null) {
            link = patiently(doors, askpass, control);
        }
        if (link == null) {
            throw Problem.of(
                            Code.HOST_KEY_REFUSED,
                            "The host key of " + target.host() + " was not accepted.",
                            "Compare its fingerprint with the one its owner names.")
                    .asException();
        }
        return link;
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

    private @Nullable Link patiently(Doors doors, Askpass askpass, Path control)
            throws IOException, ProblemException, InterruptedException {
        long end = System.nanoTime() + FULL.toNanos();
        while (true) {
            try {
                return attempt(doors, askpass, control);
            } catch (FullException full) {
                if (System.nanoTime() > end) {
                    throw full.problem.asException(full);
                }
            }
            Thread.sleep(ThreadLocalRandom.current().nextInt(SHORTEST_PAUSE, LONGEST_PAUSE));
        }
    }

    /** Returns null where a host key was not accepted, or is to be accepted for once. */
    private @Nullable Link attempt(Doors doors, Askpass askpass, Path control)
            throws IOException, ProblemException, FullException, InterruptedException {
        Process process = start(askpass, control);
        Words words = new Words(process.getErrorStream(), process.getInputStream());
        boolean kept = false;
        try (Speech host = new Speech(words, target.server(), person)) {
            long end = System.nanoTime() + LIMIT.toNanos();
            while (process.isAlive()) {
                Askpass.Asked asked = askpass.next(LOOK_MILLIS);
                if (asked == null) {
                    host.look();
                } else {
                    host.asked();
                    if (!answered(asked, askpass, process, doors)) {
                        return null;
                    }
                }
                Pulse pulse = Files.exists(control) ? pulse(control) : null;
                if (pulse != null) {
                    kept = true;
                    Master master = new Master(control, target.host(), pulse, doors);
                    return MuxLink.own(master, target.pace(), target.shell(), () -> end(process));
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

    private Process start(Askpass askpass, Path control) throws IOException {
        List<String> argv = new ArrayList<>(
                List.of("/bin/sh", "-c", HOLD, "sh", target.client().toString()));
        argv.addAll(List.of("-M", "-N", "-T", "-S", control.toString(), "-E", LOG));
        options().forEach((name, value) -> argv.addAll(List.of("-o", name + "=" + value)));
        if (once != null) {
            argv.addAll(List.of("-o", "UserKnownHostsFile=" + knownHosts(once.file())));
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
                "ConnectTimeout", String.valueOf(target.connectTimeout().toSeconds()));
    }

    private String knownHosts(Path first) {
        return Stream.concat(Stream.of(first), target.knownHostsFiles().stream())
                .map(file -> "\"" + file + "\"")
                .collect(Collectors.joining(" "));
    }

    /** Returns whether ssh was answered; what is left otherwise is to start it anew, or to give up. */
    private boolean answered(Askpass.Asked asked, Askpass askpass, Process process, Doors doors)
            throws IOException, ProblemException, InterruptedException {
        if (asked.silent()) {
            person.tell(asked.prompt().strip());
            return true;
        }
        HostKeyPrompt key = HostKeyPrompt.of(asked.prompt());
        if (key != null) {
            boolean jump = !askedBy(asked, process);
            return hostKey(key, jump, askpass, doors);
        }
        String prompt = asked.prompt().strip();
        String problem = answered.add(prompt) ? null : "That was not accepted.";
        askpass.answer(person.credential(target.server(), prompt, prompt.contains("yes/no"), problem));
        return true;
    }

    /** Whether it was the ssh that we started, rather than one that this one started for a jump host. */
    private static boolean askedBy(Askpass.Asked asked, Process process) {
        return process.children().anyMatch(child -> child.pid() == asked.process());
    }

    private boolean hostKey(HostKeyPrompt key, boolean jump, Askpass askpass, Doors doors)
            throws IOException, ProblemException, InterruptedException {
        if (once != null && !jump && once.fingerprint().equals(key.fingerprint())) {
            // ssh now writes it to our file, which goes with the link
            askpass.answer(new Secret("yes"));
            return true;
        }
        String file = target.knownHostsFiles().isEmpty()
                ? "known_hosts"
                : target.knownHostsFiles().getFirst().toString();
        Question.ServerKey shown =
                new Question.ServerKey(key.server(), jump ? key.server() : null, key.keyType(), key.fingerprint());
        switch (person.hostKey(shown, file, List.of())) {
            case Question.Answer.AcceptAndAdd add -> {
                askpass.answer(new Secret("yes"));
                return true;
            }
            case Question.Answer.AcceptOnce accept -> {
                if (jump) {
                    throw Problem.of(
                                    Code.NOT_SUPPORTED,
                                    "ssh can't accept the key of the jump host " + key.server() + " for once.",
                                    "Accept and add it, or connect to the jump host first.")
                            .asException();
                }
                once = new Once(key.fingerprint(), doors.fresh());
            }
            case Question.Answer.Refuse refuse -> once = null;
            case Question.Answer.Replace replace -> once = null;
            case Question.Answer.Give give -> once = null;
        }
        return false;
    }

    /** Its end of the pipe goes first: whoever holds ssh ends it, and ends. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}

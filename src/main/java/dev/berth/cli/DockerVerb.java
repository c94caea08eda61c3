package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.Streams;
import dev.berth.carry.Errand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A verb whose words are docker's own: what stands behind HOST is run by the host's own docker, and nothing of it is ours. */
final class DockerVerb extends Verb {
    /** The one option of ours, before the host. */
    static final String SEND = "--send";

    private static final int OUR_FAILURE = 255;

    /** What each does. Those that only read are let through by --readonly. */
    private static final Map<String, String> DOES = Map.ofEntries(
            Map.entry("run", "Run a container."),
            Map.entry(
                    "build",
                    "Build an image from a directory of the host, of this machine (--send), or from a tar on standard input."),
            Map.entry("push", "Send an image to its registry, with the host's own login."),
            Map.entry("tag", "Give an image one more name."),
            Map.entry("commit", "Make an image of a container; a Dockerfile is the better way."),
            Map.entry("load", "Load images from a file of the host, or from standard input."),
            Map.entry("save", "Write images to a file of the host, or to standard output."),
            Map.entry("rmi", "Remove images."),
            Map.entry("volume", "List, make and remove volumes."),
            Map.entry("prune", "Remove all containers that have ended."),
            Map.entry("inspect", "All that docker knows of a container or an image."),
            Map.entry("top", "The processes of a container."),
            Map.entry("stats", "CPU, memory and network of containers, live."),
            Map.entry("history", "The steps that an image was built by."));

    private static final List<String> READ = List.of("inspect", "top", "stats", "history");

    private final String name;
    private String host = "";
    private String sent = "";

    DockerVerb(Context context, String name) {
        super(
                context,
                name,
                DOES.getOrDefault(name, "")
                        + " What stands behind HOST is docker's own words, run by the host's docker;"
                        + " ~, $PWD and $(id -u) in quotes are the host's. Ends with docker's exit code; 255 is our own"
                        + " failure.");
        this.name = name;
        if (name.equals("build")) {
            syntax().text(
                            SEND + " DIR",
                            "Before HOST: build this directory of this machine, less what its .dockerignore leaves out;"
                                    + " docker's words name none then.",
                            value -> sent = value);
        }
        syntax().word("HOST WORDS…", "An alias, or user@host[:port]; then docker's own words.", value -> host = value);
    }

    @Override
    int run() throws InterruptedException {
        try {
            return exitCode();
        } catch (ProblemException failed) {
            int exit = context().tell(failed.problem());
            Problem.Code code = failed.problem().code();
            return code == Problem.Code.USAGE || code == Problem.Code.READ_ONLY ? exit : OUR_FAILURE;
        }
    }

    private int exitCode() throws ProblemException, InterruptedException {
        if (!READ.contains(name)) {
            context().refuseReadonly(name);
        }
        if (!sent.isEmpty()) {
            Errand build = new Errand.Build(host, context().behindDashes(), Path.of(sent));
            Carried.carry(context(), build, bytes -> {}, line -> front().err().println(Text.clean(line)));
            return 0;
        }
        TerminalStream own = TerminalStream.openIfThere(context());
        try (Talk talk = Talk.open(context())) {
            // questions can't be asked over a connection that carries a command's streams
            talk.ask(new Request.Connect(host));
            return own == null
                    ? talk.stream(
                            new Request.Docker(host, words(), null, false),
                            Streams.piped(front().in(), front().out(), front().err()))
                    : own.run(talk, pty -> new Request.Docker(host, words(), pty, false));
        }
    }

    private List<String> words() {
        List<String> words = new ArrayList<>(name.equals("prune") ? List.of("container", "prune") : List.of(name));
        words.addAll(context().behindDashes());
        return words;
    }

    @Override
    boolean takesWordsBehindDashes() {
        return true;
    }
}

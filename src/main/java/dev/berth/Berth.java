package dev.berth;

import dev.berth.agent.AgentConnector;
import dev.berth.agent.AgentProcess;
import dev.berth.agent.Build;
import dev.berth.agent.Client;
import dev.berth.agent.ClientLogging;
import dev.berth.agent.InProcessAgent;
import dev.berth.api.Places;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Wiring;
import dev.berth.cli.Front;
import dev.berth.cli.Verbs;
import dev.berth.config.Config;
import dev.berth.config.PlaceFinder;
import dev.berth.config.StateFile;
import dev.berth.config.World;
import dev.berth.demo.DemoBox;
import dev.berth.desktop.Notifications;
import dev.berth.fleet.Fleet;
import dev.berth.fleet.LiveFleet;
import dev.berth.ssh.SshConfiguration;
import dev.berth.ssh.SshjDialer;
import dev.berth.tui.Options;
import dev.berth.tui.Screen;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The main program. */
public final class Berth {
    private static final String DEVELOPMENT = "0.0.0-DEVELOPMENT";
    private static final String DEMO = "demo";
    private static final String[][] TRAINED = {
        {"hosts"},
        {"hosts", "--json"},
        {"ps"},
        {"gpus"},
        {"jupyter", "list"},
        {"tunnel", "list"},
        {"tunnel", "show", "nothing"},
        {"info"}
    };

    private final Invocation call;
    private final World world;
    private final Places places;
    private final Map<String, String> environment = System.getenv();

    private Berth(Invocation call) throws ProblemException {
        this(call, World.of(call.sshConfig()));
    }

    private Berth(Invocation call, World world) throws ProblemException {
        this.call = call;
        this.world = world;
        this.places = PlaceFinder.here().find(world, asked(call.config()));
    }

    public static void main(String[] args) {
        Invocation call = Invocation.of(args);
        int code = run(call, args);
        if (call.kind() == Invocation.Kind.VERB || call.kind() == Invocation.Kind.VERSION) {
            // an orderly exit first sets up the logging of exits, which takes 30 ms; a verb has closed all it had
            System.out.flush();
            System.err.flush();
            Runtime.getRuntime().halt(code);
        }
        System.exit(code);
    }

    private static int run(Invocation call, String[] args) {
        try {
            return switch (call.kind()) {
                case VERSION -> printVersion();
                case AGENT -> new Berth(call).agent();
                case TRAIN -> train(call);
                case SCREEN -> new Berth(call).screen();
                case DEMO -> demo(call);
                case VERB -> new Berth(call).verb(args);
            };
        } catch (ProblemException problem) {
            System.err.println("berth: " + problem.problem().sentence());
            return problem.problem().code().exit();
        } catch (InterruptedException interrupted) {
            return Code.INTERRUPTED.exit();
        }
    }

    private int screen() throws ProblemException, InterruptedException {
        ClientLogging.to(places.log());
        try (InProcessAgent inside = inside(false)) {
            return screen(inside);
        }
    }

    /** A world of its own, inside this process: it ends with its screen. */
    private static int demo(Invocation call) throws ProblemException, InterruptedException {
        // before the boxes are made: their server logs, and the screen is no place for that
        ClientLogging.to(new Berth(call, new World(null, DEMO)).places.log());
        try (DemoBox box = DemoBox.start()) {
            Berth berth = new Berth(call.withoutAgent(), new World(box.sshConfig(), DEMO));
            try (InProcessAgent inside = berth.inside(true)) {
                return berth.screen(inside);
            }
        } catch (IOException failed) {
            throw Problem.of(
                            Code.INTERNAL,
                            "The boxes of the demo could not be made: " + failed.getMessage() + ".",
                            "Make the directory for temporary files writable.")
                    .asException(failed);
        }
    }

    private int screen(InProcessAgent inside) throws InterruptedException {
        try {
            return Screen.run(wiring(inside).agents().connector(Wiring.Role.SCREEN), places, options());
        } catch (IOException noTerminal) {
            System.err.println("berth: " + noTerminal.getMessage());
            return Code.USAGE.exit();
        }
    }

    private Options options() {
        return new Options(call.host(), false, call.readOnly(), environment, version());
    }

    private int verb(String[] args) throws ProblemException, InterruptedException {
        ClientLogging.to(places.log());
        try (InProcessAgent inside = inside(false)) {
            return Verbs.run(args, new Front(wiring(inside), System.in, System.out, System.err));
        }
    }

    private static int printVersion() {
        System.out.println("berth " + version());
        return 0;
    }

    private int agent() throws ProblemException, InterruptedException {
        Thread.ofVirtual().name("ssh-warm-up").start(SshjDialer::warmUp);
        new AgentProcess(places, build(), false).run(Berth::fleet);
        return 0;
    }

    private static Fleet fleet(Places places, Config config) {
        return fleet(places, config, true);
    }

    /** Its boxes are made up, and this machine is none of them. */
    private static Fleet demoFleet(Places places, Config config) {
        return fleet(places, config, false);
    }

    private static Fleet fleet(Places places, Config config, boolean local) {
        StateFile file = new StateFile(places.state());
        StateFile.Found found = file.read();
        return new LiveFleet(new LiveFleet.Options(
                new SshConfiguration(places.sshConfig()),
                local,
                config.autoconnect(),
                config.freeGpu(),
                config.groups(),
                config.links(),
                System.getenv(),
                new WrittenTunnels(file, found.state().tunnels()),
                new WrittenRuns(config.profiles(), file, found.state().runs()),
                new WrittenWatches(file, found.state().watches()),
                (alert, environment) -> new Notifications(environment).send(alert.title(), alert.text()),
                // those of config.yaml are told to each client in its welcome
                found.problems()));
    }

    /**
     * Runs through what a verb and a screen load, for the build's AOT cache. Whoever starts this presses q. Nothing here
     * may dial: a cache with classes of SSH in it has each start check BouncyCastle's signature, which takes 0.1 s.
     */
    private static int train(Invocation call) throws ProblemException, InterruptedException {
        Berth berth = new Berth(call.withoutAgent());
        ClientLogging.to(berth.places.log());
        try (InProcessAgent inside = berth.inside(false)) {
            Wiring wiring = berth.wiring(inside);
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            for (String[] verb : TRAINED) {
                Verbs.run(verb, new Front(wiring, InputStream.nullInputStream(), nowhere, nowhere));
            }
            return berth.screen(inside);
        }
    }

    private InProcessAgent inside(boolean demo) {
        return new InProcessAgent(this::client, demo, demo ? Berth::demoFleet : Berth::fleet);
    }

    /** @param inside serves in place of an agent of its own under --no-agent */
    private Wiring wiring(InProcessAgent inside) {
        return new Wiring(
                role -> call.noAgent() ? inside.connector(role) : new AgentConnector(client(role), agentCommand()),
                places,
                environment,
                version());
    }

    private Client client(Wiring.Role role) {
        return new Client(places, build(), asked(call.config()), environment, role);
    }

    /** The launcher says where it lies; without it, in a build's test for instance, this process's Java serves. */
    private List<String> agentCommand() {
        List<String> command = new ArrayList<>();
        String launcher = System.getProperty("berth.launcher");
        if (launcher != null) {
            command.add(launcher);
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Berth.class.getName()));
        }
        command.addAll(List.of("agent", "run"));
        if (world.sshConfig() != null) {
            command.addAll(List.of("-F", world.sshConfig().toString()));
        }
        if (call.config() != null) {
            command.addAll(List.of("--config", places.config().toString()));
        }
        return command;
    }

    private static @Nullable Path asked(@Nullable String file) {
        return file == null ? null : Path.of(file).toAbsolutePath();
    }

    private static String version() {
        String version = Berth.class.getPackage().getImplementationVersion();
        return version == null ? DEVELOPMENT : version;
    }

    private static String build() {
        return Build.of(version(), builtAt());
    }

    /** Seconds since 1970 at which the jar was written; 0 without a jar. Started by {@code -jar}, it is the class path. */
    private static long builtAt() {
        try {
            Path jar = Path.of(System.getProperty("java.class.path"));
            return Files.isRegularFile(jar) ? Files.getLastModifiedTime(jar).toMillis() / 1000 : 0;
        } catch (IOException | InvalidPathException severalEntries) {
            return 0;
        }
    }
}

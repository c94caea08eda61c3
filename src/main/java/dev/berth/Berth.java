package dev.berth;

import dev.berth.agent.AgentConnector;
import dev.berth.agent.AgentProcess;
import dev.berth.agent.Build;
import dev.berth.agent.Client;
import dev.berth.agent.ClientLogging;
import dev.berth.agent.FleetMaker;
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
import dev.berth.fleet.Fleet;
import dev.berth.fleet.LiveFleet;
import dev.berth.ssh.SshConfiguration;
import java.io.IOException;
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

    private final Invocation call;
    private final World world;
    private final Places places;
    private final Map<String, String> environment = System.getenv();

    private Berth(Invocation call) throws ProblemException {
        this.call = call;
        this.world = World.of(call.sshConfig());
        this.places = PlaceFinder.here().find(world, asked(call.config()));
    }

    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        try {
            Invocation call = Invocation.of(args);
            return switch (call.kind()) {
                case VERSION -> printVersion();
                case AGENT -> new Berth(call).agent();
                case TRAIN -> new Berth(call).train();
                case SCREEN ->
                    throw Problem.of(Code.NOT_SUPPORTED, "The full screen is not built yet.")
                            .asException();
                case VERB -> new Berth(call).verb(args);
            };
        } catch (ProblemException problem) {
            System.err.println("berth: " + problem.problem().sentence());
            return problem.problem().code().exit();
        } catch (InterruptedException interrupted) {
            return Code.INTERRUPTED.exit();
        }
    }

    private int verb(String[] args) throws ProblemException, InterruptedException {
        ClientLogging.to(places.log());
        try (InProcessAgent inside = inProcess(Wiring.Role.VERB)) {
            return Verbs.run(args, new Front(wiring(inside), System.in, System.out, System.err));
        }
    }

    private static int printVersion() {
        System.out.println("berth " + version());
        return 0;
    }

    private int agent() throws ProblemException, InterruptedException {
        new AgentProcess(places, build(), false).run(Berth::fleet);
        return 0;
    }

    private static Fleet fleet(Places places, Config config) {
        WrittenTunnels tunnels = new WrittenTunnels(new StateFile(places.state()));
        List<Problem> problems = new ArrayList<>(config.problems());
        problems.addAll(tunnels.problems());
        return new LiveFleet(new LiveFleet.Options(
                new SshConfiguration(places.sshConfig()), config.autoconnect(), System.getenv(), tunnels, problems));
    }

    /** Runs through the code of a start without changing anything. */
    private int train() throws ProblemException, InterruptedException {
        try (InProcessAgent agent = inProcess(Wiring.Role.SCREEN)) {
            wiring(agent).agents().connector(Wiring.Role.SCREEN).connectIfRunning(event -> {}, problem -> {});
        }
        return 0;
    }

    private InProcessAgent inProcess(Wiring.Role role) {
        FleetMaker maker = Berth::fleet;
        return new InProcessAgent(client(role), false, maker);
    }

    /** @param inside serves in place of an agent of its own under --no-agent */
    private Wiring wiring(InProcessAgent inside) {
        return new Wiring(
                role -> call.noAgent() ? inside.connector() : new AgentConnector(client(role), agentCommand()),
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

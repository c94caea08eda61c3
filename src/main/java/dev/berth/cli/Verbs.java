package dev.berth.cli;

import dev.berth.api.Problem;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/** The verbs there are, and how a line of words becomes one of them. */
public final class Verbs {
    /** The options that may stand before a verb and take the next word. */
    private static final Set<String> WITH_VALUE = Set.of("-F", "--ssh-config", "--config", "--timeout");

    private Verbs() {}

    /**
     * Runs a verb to its end.
     *
     * @return the exit code
     */
    public static int run(String[] arguments, Front front) {
        List<String> words = Arrays.asList(arguments);
        int dashes = words.indexOf("--");
        int own = dockersOwn(words);
        int to = own < 0 ? dashes : own;
        List<String> before = to < 0 ? words : words.subList(0, to);
        int from = own < 0 ? to + 1 : own;
        List<String> behind = to < 0 ? List.of() : List.copyOf(words.subList(from, words.size()));
        Context context = new Context(front, new GlobalOptions(), behind);
        CommandLine line = commandLine(context, before);
        return line.execute(before.toArray(String[]::new));
    }

    /** Every verb, for completion and help. */
    static CommandLine all(Context context) {
        return root(context, VerbNames.ALL);
    }

    /** Only the verb that is meant: making the others, too, would cost each call some 50 ms. */
    private static CommandLine commandLine(Context context, List<String> words) {
        String first = firstWord(words);
        return root(context, VerbNames.ALL.contains(first) ? List.of(first) : VerbNames.ALL);
    }

    /** Where docker's own words begin, right behind the host; -1 where the verb has none. */
    private static int dockersOwn(List<String> words) {
        String verb = firstWord(words);
        int host = words.indexOf(verb) + 1;
        if (host < words.size() && words.get(host).startsWith(DockerVerb.SEND)) {
            host += words.get(host).equals(DockerVerb.SEND) ? 2 : 1;
        }
        return VerbNames.DOCKERS_OWN.contains(verb)
                        && host < words.size()
                        && !words.get(host).startsWith("-")
                ? host + 1
                : -1;
    }

    /** The first word that is neither an option nor an option's value; empty where there is none. */
    static String firstWord(List<String> words) {
        boolean value = false;
        for (String word : words) {
            if (!value && !word.startsWith("-")) {
                return word;
            }
            value = !value && WITH_VALUE.contains(word);
        }
        return "";
    }

    private static CommandLine root(Context context, List<String> names) {
        Root program = new Root(context);
        context.options().declare(program.syntax().inherited());
        CommandLine root = new CommandLine(program.syntax().spec());
        for (String name : names) {
            root.addSubcommand(verb(name, context).line());
        }
        if (names.equals(VerbNames.ALL)) {
            root.addSubcommand(VerbNames.HELP, new HelpCommand());
        }
        root.setParameterExceptionHandler((wrong, arguments) -> {
            String usage = wrong.getCommandLine().getCommandSpec().qualifiedName();
            return context.tell(Problem.of(Problem.Code.USAGE, wrong.getMessage() + ".", "See " + usage + " --help."));
        });
        root.setExecutionExceptionHandler((broken, line, result) -> {
            java.util.logging.Logger.getLogger(Verbs.class.getName())
                    .log(java.util.logging.Level.SEVERE, "a verb failed", broken);
            return context.tell(Problem.of(
                    Problem.Code.INTERNAL,
                    "This should not have happened: " + broken.getMessage() + ".",
                    "The log has more: berth info tells where."));
        });
        root.setOut(new PrintWriter(context.front().out(), true, StandardCharsets.UTF_8));
        root.setErr(new PrintWriter(context.front().err(), true, StandardCharsets.UTF_8));
        root.setUsageHelpWidth(100);
        return root;
    }

    private static Verb verb(String name, Context context) {
        return switch (name) {
            case "hosts" -> new HostVerbs.ListThem(context);
            case "connect" -> new HostVerbs.Connect(context);
            case "disconnect" -> new HostVerbs.Disconnect(context);
            case "ps" -> new PsVerb(context);
            case "gpus" -> new GpusVerb(context);
            case "ports" -> new PortsVerb(context);
            case "jupyter" ->
                new Group(
                        context,
                        "jupyter",
                        "Start, find, open and stop Jupyter servers.",
                        new JupyterVerbs.Start(context),
                        new JupyterVerbs.ListThem(context),
                        new JupyterVerbs.Open(context),
                        new JupyterVerbs.Stop(context),
                        new JupyterVerbs.Log(context),
                        KernelVerb.group(context));
            case "tunnel" ->
                new Group(
                        context,
                        "tunnel",
                        "Make, list, switch and remove tunnels.",
                        new TunnelVerbs.Add(context),
                        new TunnelVerbs.ListThem(context),
                        new TunnelVerbs.Show(context),
                        new TunnelVerbs.Start(context),
                        new TunnelVerbs.Stop(context),
                        new TunnelVerbs.Remove(context),
                        new TunnelVerbs.Export(context),
                        new TunnelVerbs.Import(context));
            case "code" -> new CodeVerb(context);
            case "exec" -> new ExecVerb(context);
            case "shell" -> new ShellVerb(context);
            case "logs" -> new LogsVerb(context);
            case "start" -> ContainerVerbs.start(context);
            case "stop" -> ContainerVerbs.stop(context);
            case "restart" -> ContainerVerbs.restart(context);
            case "kill" -> ContainerVerbs.kill(context);
            case "pause" -> ContainerVerbs.pause(context);
            case "unpause" -> ContainerVerbs.unpause(context);
            case "rename" -> new ContainerVerbs.Rename(context);
            case "rm" -> ContainerVerbs.remove(context);
            case "images" -> new ImageVerbs.ListThem(context);
            case "pull" -> new ImageVerbs.Pull(context);
            case "run",
                    "build",
                    "push",
                    "tag",
                    "commit",
                    "load",
                    "save",
                    "rmi",
                    "volume",
                    "prune",
                    "inspect",
                    "top",
                    "stats",
                    "history" -> new DockerVerb(context, name);
            case "cp" -> new CopyVerb(context);
            case "login" -> new LoginVerb(context);
            case "doctor" -> new DoctorVerb(context);
            case "info" -> new AgentVerbs.InfoVerb(context);
            case "agent" ->
                new Group(
                        context,
                        "agent",
                        "Look at the background agent, and end it.",
                        new AgentVerbs.Status(context),
                        new AgentVerbs.Stop(context),
                        new AgentVerbs.Restart(context),
                        new AgentVerbs.Logs(context));
            case "shell-init" -> new ShellInitVerb(context);
            case "completion" -> new CompletionVerb(context);
            case "ui" -> Elsewhere.ui(context);
            case "demo" -> Elsewhere.demo(context);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** What the program is, where no verb was named. */
    private static final class Root extends Verb {
        Root(Context context) {
            super(
                    context,
                    "berth",
                    "Drives remote GPU boxes from a laptop, by keyboard alone.",
                    "berth [HOST] opens the full screen; HOST is an alias of your ssh configuration, user@host[:port], local",
                    "(the machine you are on), or a line that begins with ssh, in quotes: 'ssh -p 40123 -i key root@1.2.3.4'.",
                    "HOST CONTAINER may be written HOST/CONTAINER.");
            syntax().flag("-V, --version", "Print the version.", asked -> {});
        }

        @Override
        int run() {
            return context().tell(Problem.of(Problem.Code.USAGE, "Which verb?", "See berth --help."));
        }
    }
}

package dev.berth.cli;

import dev.berth.api.Problem;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;

/** The verbs there are, and how a line of words becomes one of them. */
public final class Verbs {
    private static final List<String> NAMES = List.of(
            "ui",
            "hosts",
            "connect",
            "disconnect",
            "ps",
            "gpus",
            "ports",
            "jupyter",
            "tunnel",
            "exec",
            "shell",
            "logs",
            "start",
            "stop",
            "restart",
            "kill",
            "pause",
            "unpause",
            "rename",
            "rm",
            "images",
            "pull",
            "info",
            "agent",
            "shell-init",
            "completion",
            "demo");

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
        List<String> behind = dashes < 0 ? List.of() : List.copyOf(words.subList(dashes + 1, words.size()));
        List<String> before = dashes < 0 ? words : words.subList(0, dashes);
        Context context = new Context(front, new GlobalOptions(), behind);
        CommandLine line = commandLine(context, before);
        return line.execute(before.toArray(String[]::new));
    }

    /** Every verb, for completion and help. */
    static CommandLine all(Context context) {
        return root(context, NAMES);
    }

    /** Only the verb that is meant: making the others, too, would cost each call some 50 ms. */
    private static CommandLine commandLine(Context context, List<String> words) {
        String first = firstWord(words);
        return root(context, NAMES.contains(first) ? List.of(first) : NAMES);
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
        CommandSpec spec = CommandSpec.forAnnotatedObject(new Root(context));
        spec.addMixin("global", CommandSpec.forAnnotatedObject(context.options()));
        CommandLine root = new CommandLine(spec);
        for (String name : names) {
            root.addSubcommand(name, verb(name, context));
        }
        if (names.equals(NAMES)) {
            root.addSubcommand(new HelpCommand());
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
        help(root);
        return root;
    }

    /** {@code --help} on every verb, without repeating the option in each. */
    private static void help(CommandLine line) {
        line.getCommandSpec().mixinStandardHelpOptions(true);
        line.getSubcommands().values().forEach(Verbs::help);
    }

    private static Object verb(String name, Context context) {
        return switch (name) {
            case "hosts" -> new HostVerbs.ListThem(context);
            case "connect" -> new HostVerbs.Connect(context);
            case "disconnect" -> new HostVerbs.Disconnect(context);
            case "ps" -> new PsVerb(context);
            case "gpus" -> new GpusVerb(context);
            case "ports" -> new PortsVerb(context);
            case "jupyter" ->
                Group.of(
                        context,
                        "jupyter",
                        "Start, find, open and stop Jupyter servers.",
                        new JupyterVerbs.Start(context),
                        new JupyterVerbs.ListThem(context),
                        new JupyterVerbs.Open(context),
                        new JupyterVerbs.Stop(context),
                        new JupyterVerbs.Log(context));
            case "tunnel" ->
                Group.of(
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
            case "exec" -> new ExecVerb(context);
            case "shell" -> new ShellVerb(context);
            case "logs" -> new LogsVerb(context);
            case "start" -> new ContainerVerbs.Start(context);
            case "stop" -> new ContainerVerbs.Stop(context);
            case "restart" -> new ContainerVerbs.Restart(context);
            case "kill" -> new ContainerVerbs.Kill(context);
            case "pause" -> new ContainerVerbs.Pause(context);
            case "unpause" -> new ContainerVerbs.Unpause(context);
            case "rename" -> new ContainerVerbs.Rename(context);
            case "rm" -> new ContainerVerbs.Remove(context);
            case "images" -> new ImageVerbs.ListThem(context);
            case "pull" -> new ImageVerbs.Pull(context);
            case "info" -> new AgentVerbs.InfoVerb(context);
            case "agent" ->
                Group.of(
                        context,
                        "agent",
                        "Look at the background agent, and end it.",
                        new AgentVerbs.Status(context),
                        new AgentVerbs.Stop(context),
                        new AgentVerbs.Restart(context),
                        new AgentVerbs.Logs(context));
            case "shell-init" -> new ShellInitVerb(context);
            case "completion" -> new CompletionVerb(context);
            case "ui" -> new Elsewhere.Ui();
            case "demo" -> new Elsewhere.Demo();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** What the program is, where no verb was named. */
    @Command(
            name = "berth",
            description = {
                "Drives remote GPU boxes from a laptop, by keyboard alone.",
                "berth [HOST] opens the full screen; HOST is an alias of your ssh configuration, user@host[:port], local",
                "(the machine you are on), or a line that begins with ssh, in quotes: 'ssh -p 40123 -i key root@1.2.3.4'.",
                "HOST CONTAINER may be written HOST/CONTAINER."
            })
    private static final class Root extends Verb {
        Root(Context context) {
            super(context);
        }

        @Override
        int run() {
            return context().tell(Problem.of(Problem.Code.USAGE, "Which verb?", "See berth --help."));
        }
    }
}

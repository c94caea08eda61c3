package dev.berth.cli;

import dev.berth.api.Problem;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
            "jupyter",
            "tunnel",
            "exec",
            "info",
            "agent",
            "shell-init",
            "completion",
            "demo");

    private Verbs() {}

    /** Whether a word is a verb rather than a host. */
    public static boolean known(String word) {
        return NAMES.contains(word) || word.equals("help");
    }

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
        List<String> meant = new ArrayList<>();
        for (String word : words) {
            if (NAMES.contains(word)) {
                meant.add(word);
                break;
            }
        }
        return root(context, meant.isEmpty() ? NAMES : meant);
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
            case "jupyter" ->
                new CommandLine(new JupyterVerbs.Group(context))
                        .addSubcommand(new JupyterVerbs.Start(context))
                        .addSubcommand(new JupyterVerbs.ListThem(context))
                        .addSubcommand(new JupyterVerbs.Open(context))
                        .addSubcommand(new JupyterVerbs.Stop(context))
                        .addSubcommand(new JupyterVerbs.Log(context));
            case "tunnel" ->
                new CommandLine(new TunnelVerbs.Group(context))
                        .addSubcommand(new TunnelVerbs.Add(context))
                        .addSubcommand(new TunnelVerbs.ListThem(context))
                        .addSubcommand(new TunnelVerbs.Show(context))
                        .addSubcommand(new TunnelVerbs.Start(context))
                        .addSubcommand(new TunnelVerbs.Stop(context))
                        .addSubcommand(new TunnelVerbs.Remove(context));
            case "exec" -> new ExecVerb(context);
            case "info" -> new AgentVerbs.InfoVerb(context);
            case "agent" ->
                new CommandLine(new AgentVerbs.Group(context))
                        .addSubcommand(new AgentVerbs.Status(context))
                        .addSubcommand(new AgentVerbs.Stop(context))
                        .addSubcommand(new AgentVerbs.Restart(context))
                        .addSubcommand(new AgentVerbs.Logs(context));
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
                "berth [HOST] opens the full screen; HOST is an alias of your ssh configuration or user@host[:port].",
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

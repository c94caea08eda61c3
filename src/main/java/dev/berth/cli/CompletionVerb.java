package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;

/** completion: a completion script for a shell. Starts no agent. */
@Command(name = "completion", description = "Print a completion script: source <(berth completion bash).")
final class CompletionVerb extends Verb {
    @Parameters(paramLabel = "bash|zsh|fish", description = "The shell it is for.")
    String shell = "";

    CompletionVerb(Context context) {
        super(context);
    }

    @Override
    int run() throws ProblemException {
        CommandLine all = Verbs.all(context());
        front().out()
                .print(
                        switch (shell) {
                            // picocli's script sets up zsh's own emulation of bash completion by itself
                            case "bash", "zsh" -> AutoComplete.bash("berth", all);
                            case "fish" -> fish(all);
                            default ->
                                throw Problem.of(
                                                Problem.Code.USAGE,
                                                "completion knows bash, zsh and fish, not " + shell + ".")
                                        .asException();
                        });
        front().out().flush();
        return 0;
    }

    private static String fish(CommandLine all) {
        StringBuilder script = new StringBuilder("complete -c berth -f\n");
        for (Map.Entry<String, CommandLine> verb : all.getSubcommands().entrySet()) {
            line(script, "__fish_use_subcommand", verb.getKey(), verb.getValue());
            for (Map.Entry<String, CommandLine> part :
                    verb.getValue().getSubcommands().entrySet()) {
                line(script, "__fish_seen_subcommand_from " + verb.getKey(), part.getKey(), part.getValue());
            }
            for (OptionSpec option : verb.getValue().getCommandSpec().options()) {
                script.append("complete -c berth -n '__fish_seen_subcommand_from ")
                        .append(verb.getKey())
                        .append("' -l ")
                        .append(option.longestName().replaceFirst("^-+", ""))
                        .append('\n');
            }
        }
        return script.toString();
    }

    private static void line(StringBuilder script, String condition, String word, CommandLine command) {
        String[] description = command.getCommandSpec().usageMessage().description();
        String text = description.length == 0 ? "" : description[0].replace("'", "\\'");
        script.append("complete -c berth -n '")
                .append(condition)
                .append("' -a ")
                .append(word)
                .append(" -d '")
                .append(text)
                .append("'\n");
    }
}

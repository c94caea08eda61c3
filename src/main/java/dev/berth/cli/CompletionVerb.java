package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** completion: a completion script for a shell. Starts no agent. */
final class CompletionVerb extends Verb {
    private String shell = "";

    CompletionVerb(Context context) {
        super(context, "completion", "Print a completion script: source <(berth completion bash).");
        syntax().word("bash|zsh|fish", "The shell it is for.", value -> shell = value);
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

package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A verb that is nothing without its second word, such as jupyter start. */
final class Group extends Verb {
    private final String name;
    private final List<String> parts = new ArrayList<>();

    private Group(Context context, String name) {
        super(context);
        this.name = name;
    }

    static CommandLine of(Context context, String name, String description, Verb... verbs) {
        Group group = new Group(context, name);
        CommandSpec spec = CommandSpec.wrapWithoutInspection(group).name(name);
        spec.usageMessage().description(description);
        CommandLine line = new CommandLine(spec);
        for (Verb verb : verbs) {
            CommandLine part = new CommandLine(verb);
            group.parts.add(part.getCommandName());
            line.addSubcommand(part);
        }
        return line;
    }

    @Override
    int run() throws ProblemException {
        throw Problem.of(
                        Problem.Code.USAGE,
                        name + " what?",
                        "One of " + String.join(", ", parts) + ": berth " + name + " --help.")
                .asException();
    }
}

package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import java.util.List;
import picocli.CommandLine;

/** A verb that is nothing without its second word, such as jupyter start. */
final class Group extends Verb {
    private final String name;
    private final List<Verb> parts;

    Group(Context context, String name, String description, Verb... parts) {
        super(context, name, description);
        this.name = name;
        this.parts = List.of(parts);
    }

    @Override
    CommandLine line() {
        CommandLine line = super.line();
        parts.forEach(part -> line.addSubcommand(part.line()));
        return line;
    }

    @Override
    int run() throws ProblemException {
        throw Problem.of(
                        Problem.Code.USAGE,
                        name + " what?",
                        "One of " + String.join(", ", names()) + ": berth " + name + " --help.")
                .asException();
    }

    private List<String> names() {
        return parts.stream().map(part -> part.syntax().spec().name()).toList();
    }
}

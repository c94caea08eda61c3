package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** exec: a command without a pty. */
@Command(
        name = "exec",
        description = "Run the command behind -- on a host or in a container, without a pty. Ends with its exit code;"
                + " 255 is our own failure, as with ssh.")
final class ExecVerb extends Verb {
    private static final int OUR_FAILURE = 255;

    @Parameters(paramLabel = "HOST [CONTAINER]", arity = "1..2", description = "Where; its command follows --.")
    List<String> place = List.of();

    ExecVerb(Context context) {
        super(context);
    }

    @Override
    int run() throws InterruptedException {
        try {
            return exec();
        } catch (ProblemException failed) {
            int exit = context().tell(failed.problem());
            return failed.problem().code() == Problem.Code.USAGE ? exit : OUR_FAILURE;
        }
    }

    private int exec() throws ProblemException, InterruptedException {
        context().refuseReadonly("run commands");
        List<String> words = Context.place(place);
        if (context().behindDashes().isEmpty() || words.size() > 2) {
            throw Problem.of(Problem.Code.USAGE, "Which command?", "berth exec HOST [CONTAINER] -- COMMAND…")
                    .asException();
        }
        String container = words.size() > 1 ? words.get(1) : null;
        Request.Exec request =
                new Request.Exec(words.getFirst(), container, context().behindDashes());
        try (Talk talk = Talk.open(context())) {
            // questions can't be asked over a connection that carries a command's streams
            talk.ask(new Request.Connect(words.getFirst()));
            return talk.stream(request, front().in(), front().out(), front().err());
        }
    }

    @Override
    boolean takesWordsBehindDashes() {
        return true;
    }
}

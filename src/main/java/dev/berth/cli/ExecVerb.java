package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.Streams;
import org.jspecify.annotations.Nullable;

/** exec: a command without a pty. */
final class ExecVerb extends CommandVerb {
    ExecVerb(Context context) {
        super(
                context,
                "exec",
                "Run the command behind -- on a host or in a container, without a pty. Ends with its exit code;"
                        + " 255 is our own failure, as with ssh.");
    }

    @Override
    int exitCode(String host, @Nullable String container) throws ProblemException, InterruptedException {
        context().refuseReadonly("run commands");
        if (context().behindDashes().isEmpty()) {
            throw Problem.of(Problem.Code.USAGE, "Which command?", "berth exec HOST [CONTAINER] -- COMMAND…")
                    .asException();
        }
        Request.Exec request = new Request.Exec(host, container, context().behindDashes(), null);
        try (Talk talk = Talk.open(context())) {
            // questions can't be asked over a connection that carries a command's streams
            talk.ask(new Request.Connect(host));
            return talk.stream(request, Streams.piped(front().in(), front().out(), front().err()));
        }
    }
}

package dev.berth.jupyter;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.docker.Docker.ContainerDetails;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks what a start would do, and leaves nothing behind. */
record Planner(Place place, @Nullable Integer port) {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    Plan plan(@Nullable ContainerDetails details, @Nullable String directory) throws ProblemException {
        StartOrder order =
                new StartOrder(details == null ? null : details.id(), port, directory, List.of(), List.of(), List.of());
        Script script = StartScript.of(StartScript.Mode.PLAN, place.host(), details, order, 0);
        StartDialogue dialogue = new StartDialogue();
        String output = place.run(script, Place.Rights.OWN, LIMIT).out();
        for (String line : output.split("\n", -1)) {
            switch (dialogue.take(line)) {
                case NONE -> throw StartProblems.noJupyter(place).asException();
                case USED ->
                    throw StartProblems.portUsed(
                                    place,
                                    dialogue.words().getFirst(),
                                    dialogue.words().getLast())
                            .asException();
                case BAD ->
                    throw StartProblems.cannotStart(place, dialogue.rest()).asException();
                default -> {}
            }
        }
        Plan plan = dialogue.plan();
        if (plan == null) {
            place.check();
            throw Problem.of(
                            Code.COMMAND_FAILED,
                            "What Jupyter there is " + place.inside() + " could not be found out.",
                            "See that the container has a shell (sh).")
                    .asException();
        }
        return plan;
    }
}

package dev.berth.jupyter;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;

/** Why a start can't even begin. */
final class StartProblems {
    private StartProblems() {}

    static Problem noJupyter(Place place) {
        return Problem.of(
                Code.NO_JUPYTER,
                place instanceof ContainerPlace container
                        ? "There is no Jupyter in container %s (image %s)."
                                .formatted(place.label(), container.details().image())
                        : "There is no Jupyter on " + place.host() + ".",
                "Install it there: "
                        + (place.container() == null
                                ? "pip install jupyterlab"
                                : "docker exec " + place.container() + " pip install jupyterlab"));
    }

    static Problem portUsed(Place place, String port, String free) {
        return new Problem(
                Code.REMOTE_PORT_IN_USE,
                "Port " + RemoteLine.clean(port) + " " + place.inside() + " is taken.",
                "Port " + RemoteLine.clean(free) + " is free.",
                RemoteLine.clean(free));
    }

    static Problem cannotStart(Place place, String why) {
        String reason = RemoteLine.clean(why);
        return Problem.of(
                Code.COMMAND_FAILED,
                "Jupyter can't be started " + place.inside() + ": " + reason + ".",
                reason.contains("No space left")
                        ? "Free some space there: docker system df shows what takes it."
                        : "Name another directory, or see to its rights.");
    }
}

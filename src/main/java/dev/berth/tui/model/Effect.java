package dev.berth.tui.model;

import dev.berth.api.Alert;
import dev.berth.api.Request;
import dev.berth.api.Secret;
import dev.berth.api.Settings;
import dev.berth.carry.Errand;
import dev.berth.desktop.VsCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something to be done outside the model. Those with a tag post exactly one event that ends it. */
public sealed interface Effect {
    record Send(long tag, Request<?> request) implements Effect {}

    /** Carries something over a connection of its own; it is told and ended as a request is. */
    record Carry(long tag, Errand errand) implements Effect {}

    /** Ends a request or an errand that is on its way. */
    record Cancel(long tag) implements Effect {}

    /** Follows a log until it ends; what it says comes as events of its own. */
    record Follow(long tag, Request.ContainerLog log) implements Effect {}

    /** Ends a log that is followed. */
    record Unfollow(long tag) implements Effect {}

    /** Connects to the agent, and starts one where none runs. */
    record Reconnect() implements Effect {}

    /** Opens the browser on an address with a token, by way of a one-time address of the agent. */
    record Browse(long tag, Secret url) implements Effect {}

    /** Opens the browser on an address without any secret. */
    record BrowsePlain(long tag, String url) implements Effect {}

    /**
     * Gives the terminal to a shell on the host, or in the container, until that ends; {@link UiEvent.ShellEnded} tells so.
     */
    record Shell(String host, @Nullable String container) implements Effect {}

    /** Gives the terminal to the host's own docker, with docker's own words, until that ends, as {@link Shell} does. */
    record Docker(String host, List<String> words) implements Effect {}

    /** Gives the terminal to a command on the host, as {@link Shell} does. */
    record OnTerminal(String host, List<String> command) implements Effect {}

    /** Takes the terminal back from a shell. */
    record TakeBack() implements Effect {}

    record Copy(Secret text) implements Effect {}

    record Code(long tag, VsCode.Place place) implements Effect {}

    /** Tells it where a person notices who does not look at this screen: the bell, the terminal, the desktop. */
    record Tell(Alert alert) implements Effect {}

    /** The look that the user's settings ask for. */
    record Look(Settings settings) implements Effect {}

    record Quit() implements Effect {}
}

package dev.berth.tui.model;

import dev.berth.api.Event;
import dev.berth.api.Problem;
import dev.berth.api.Reply;
import dev.berth.tui.term.Key;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that happened. Answers carry the tag of their request, so that late ones can be told. */
public sealed interface UiEvent {
    record Pressed(Key key) implements UiEvent {}

    record Pasted(String text) implements UiEvent {}

    record Resized(Size size) implements UiEvent {}

    /** Time went by. */
    record Ticked() implements UiEvent {}

    record AgentUp(Reply.Welcome welcome) implements UiEvent {}

    /** The agent told something. */
    record Told(Event event) implements UiEvent {}

    /** The connection ended, or could not be made. */
    record AgentLost(Problem problem) implements UiEvent {}

    record Replied(long tag, Reply reply) implements UiEvent {}

    record Refused(long tag, Problem problem) implements UiEvent {}

    record Progressed(long tag, Event.Progress step) implements UiEvent {}

    /** A log that is followed got more lines. */
    record Logged(long tag, List<String> lines) implements UiEvent {}

    /** @param problem why the log broke off; null where it ended by itself */
    record LogEnded(long tag, @Nullable Problem problem) implements UiEvent {}

    /** @param problem why no browser could be opened; null when one was */
    record Browsed(long tag, @Nullable String problem) implements UiEvent {}

    /**
     * The shell that had the terminal is over.
     *
     * @param where the host, or the host and its container
     * @param exit its code; null where it was not told
     * @param problem why it did not begin or broke off; null where it ended by itself
     */
    record ShellEnded(
            String where, @Nullable Integer exit, @Nullable Problem problem) implements UiEvent {}

    /** The terminal is gone, or the program is asked to end. */
    record Closed() implements UiEvent {}
}

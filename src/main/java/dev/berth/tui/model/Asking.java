package dev.berth.tui.model;

import dev.berth.api.Question;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Questions of the agent: one is shown, the others wait.
 *
 * @param queue the one shown first
 * @param focus the button of the one shown; 0 refuses
 * @param input the answer as it is typed
 * @param shownAt when the one shown came on the screen, in nanoseconds
 */
public record Asking(List<Question> queue, int focus, TextInput input, long shownAt) {
    public static final Asking NOTHING = new Asking(List.of(), 0, TextInput.EMPTY, 0);

    public Asking {
        queue = List.copyOf(queue);
    }

    public @Nullable Question shown() {
        return queue.isEmpty() ? null : queue.getFirst();
    }

    public Asking asked(Question question, long now) {
        if (queue.stream().anyMatch(known -> known.id() == question.id())) {
            return this;
        }
        List<Question> longer = new java.util.ArrayList<>(queue);
        longer.add(question);
        return queue.isEmpty()
                ? new Asking(longer, 0, TextInput.EMPTY, now)
                : new Asking(longer, focus, input, shownAt);
    }

    public Asking settled(long id, long now) {
        Question first = shown();
        List<Question> rest =
                queue.stream().filter(question -> question.id() != id).toList();
        return first != null && first.id() == id
                ? new Asking(rest, 0, TextInput.EMPTY, now)
                : new Asking(rest, focus, input, shownAt);
    }

    public Asking focused(int button) {
        return new Asking(queue, button, input, shownAt);
    }

    public Asking typed(TextInput text) {
        return new Asking(queue, focus, text, shownAt);
    }
}

package dev.berth.tui.action;

import static dev.berth.tui.action.Action.named;

import dev.berth.api.GpuProcess;
import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.Reading;
import dev.berth.api.Request;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Outcome;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.View;
import dev.berth.tui.table.Subject;
import dev.berth.tui.table.Words;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done to a GPU's processes: one is picked, then the signal; nothing is sent before that. */
final class GpuActions {
    private static final String TERM = "TERM";
    private static final String KILL = "KILL";

    private GpuActions() {}

    static List<Action> all() {
        return List.of(named("gpu-signal", "x")
                .says("end process", "pick a process of this GPU, then the signal it gets; it asks first")
                .on(View.GPUS)
                .changesBox()
                .unless(GpuActions::nobody)
                .hint(40, target -> nobody(target) == null)
                .does(GpuActions::pick));
    }

    /** A GPU or a slice of one, as dialogs name it. */
    private record Card(HostSnapshot snapshot, String name, String part, List<GpuProcess> processes) {
        static @Nullable Card of(Target target) {
            if (target.subject() instanceof Subject.OfGpu it) {
                return new Card(
                        it.snapshot(),
                        it.name(),
                        "GPU " + it.gpu().index(),
                        it.gpu().processes());
            }
            return target.subject() instanceof Subject.OfSlice it
                    ? new Card(
                            it.snapshot(),
                            it.name(),
                            "slice " + it.number(),
                            it.slice().processes())
                    : null;
        }

        String host() {
            return snapshot.host();
        }
    }

    private static @Nullable String nobody(Target target) {
        Card card = Card.of(target);
        if (card == null) {
            return "There is no GPU here.";
        }
        if (card.snapshot().state() != HostState.UP) {
            return card.host() + " is not connected; r connects it.";
        }
        return card.processes().isEmpty() ? "No process holds memory of " + card.name() + "." : null;
    }

    private static Step pick(Target target) {
        Card card = Card.of(target);
        if (card == null) {
            return Step.of(target.model());
        }
        List<Dialog.Item> items = new ArrayList<>();
        for (GpuProcess process : card.processes()) {
            items.add(new Dialog.Item(
                    "",
                    process.pid() + " " + process.name(),
                    place(process),
                    null,
                    new Outcome.Ask(confirm(card, process))));
        }
        return Step.of(target.model().open(new Dialog.Menu("End which process of " + card.name() + "?", items, 0)));
    }

    private static String place(GpuProcess process) {
        String user = process.user() == null ? "" : " of " + process.user();
        return (process.container() == null ? "on the host" : "in " + process.container()) + user;
    }

    private static Dialog confirm(Card it, GpuProcess process) {
        List<String> lines = new ArrayList<>();
        lines.add("Host " + it.host() + ", process " + process.pid() + " (" + process.name() + "), " + place(process));
        if (process.memoryUsed() instanceof Reading.Value memory) {
            lines.add("It holds " + Words.bytes(memory.value()) + " of " + it.part() + ".");
        }
        lines.add("TERM asks it to end; KILL ends it at once, without saving anything.");
        return new Dialog.Confirm(
                "End process " + process.pid() + " on " + it.host(),
                lines,
                List.of(
                        new Dialog.Button("Cancel", 'n', false, new Outcome.Dismiss()),
                        new Dialog.Button(TERM, 't', true, send(it, process, TERM)),
                        new Dialog.Button(KILL, 'k', true, send(it, process, KILL))),
                0);
    }

    private static Outcome send(Card it, GpuProcess process, String signal) {
        return new Outcome.Send(
                new Request.SignalProcess(it.host(), process.pid(), process.name(), signal),
                new Intent.Change(
                        "Sending " + signal + " to process " + process.pid(),
                        "Process " + process.pid() + " on " + it.host() + " got " + signal + "."));
    }
}

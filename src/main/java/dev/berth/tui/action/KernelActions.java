package dev.berth.tui.action;

import static dev.berth.tui.action.Action.named;

import dev.berth.api.JupyterServer;
import dev.berth.api.JupyterServer.Kernel;
import dev.berth.api.KernelChange;
import dev.berth.api.Request;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Job;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Outcome;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.View;
import dev.berth.tui.table.Kinds;
import dev.berth.tui.table.Peek;
import dev.berth.tui.table.Subject;
import dev.berth.tui.table.Words;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kernels of a Jupyter server. Where it has several, a menu asks which is meant. */
final class KernelActions {
    private KernelActions() {}

    static List<Action> all() {
        return List.of(
                changes("kernel-interrupt", "i", KernelChange.INTERRUPT)
                        .says("interrupt kernel", "break off what a kernel computes; its variables stay")
                        .does(target -> ask(target, KernelChange.INTERRUPT)),
                changes("kernel-restart", "R", KernelChange.RESTART)
                        .says("restart kernel", "start a kernel anew, with nothing in memory; it asks first")
                        .does(target -> ask(target, KernelChange.RESTART)),
                changes("kernel-stop", "X", KernelChange.STOP)
                        .says("shut down kernel", "end one kernel, and free what it holds; it asks first")
                        .does(target -> ask(target, KernelChange.STOP)),
                named("kernel-watch", "w")
                        .says(
                                "tell me",
                                "tell when a kernel of this server has finished or died, also when Berth is not open; again: no longer")
                        .on(View.SERVERS)
                        .unless(target ->
                                target.subject() instanceof Subject.OfServer ? null : "There is no server to watch.")
                        .hint(45)
                        .does(KernelActions::watch));
    }

    private static Action.Builder changes(String id, String key, KernelChange change) {
        return named(id, key)
                .on(View.SERVERS)
                .changesBox()
                .unless(target -> refusal(target, change))
                .hint(change == KernelChange.INTERRUPT ? 50 : 0);
    }

    private static @Nullable String refusal(Target target, KernelChange change) {
        if (!(target.subject() instanceof Subject.OfServer it)) {
            return "There is no server here.";
        }
        if (it.server().kernels().isEmpty()) {
            return "No kernel runs on it.";
        }
        boolean any = change != KernelChange.INTERRUPT
                || it.server().kernels().stream().anyMatch(Kernel::busy);
        return any ? null : "No kernel of it is busy: there is nothing to interrupt.";
    }

    private static Step ask(Target target, KernelChange change) {
        if (!(target.subject() instanceof Subject.OfServer it)) {
            return Step.of(target.model());
        }
        List<Kernel> kernels = it.server().kernels().stream()
                .filter(kernel -> change != KernelChange.INTERRUPT || kernel.busy())
                .toList();
        Dialog dialog = kernels.size() == 1
                ? confirm(it.server(), kernels.getFirst(), change)
                : choice(it.server(), kernels, change);
        return Step.of(target.model().open(dialog));
    }

    private static Dialog.Menu choice(JupyterServer server, List<Kernel> kernels, KernelChange change) {
        List<Dialog.Item> items = new ArrayList<>();
        for (Kernel kernel : kernels) {
            items.add(new Dialog.Item(
                    Integer.toString(items.size() + 1),
                    kernel.title(),
                    kernel.state() + ", " + Peek.kernel(kernel),
                    null,
                    new Outcome.Ask(confirm(server, kernel, change))));
        }
        return new Dialog.Menu(verb(change) + " which kernel of " + where(server) + "?", items, 0);
    }

    private static Dialog.Confirm confirm(JupyterServer server, Kernel kernel, KernelChange change) {
        Request.ChangeKernel request =
                new Request.ChangeKernel(server.host(), server.container(), server.port(), kernel.id(), change);
        String done = switch (change) {
            case INTERRUPT -> "is interrupted.";
            case RESTART -> "is restarted.";
            case STOP -> "is shut down.";
        };
        Outcome send = new Outcome.Send(
                request,
                new Intent.Change(
                        doing(change) + " " + kernel.title(), "The kernel of " + kernel.title() + " " + done));
        return new Dialog.Confirm(
                verb(change) + " the kernel of " + kernel.title(),
                List.of(
                        Kinds.of(server) + " in " + where(server) + ", " + server.end(),
                        state(kernel),
                        consequence(change)),
                List.of(
                        new Dialog.Button("Cancel", 'n', false, new Outcome.Dismiss()),
                        new Dialog.Button(verb(change), 'y', true, send)),
                0);
    }

    private static String state(Kernel kernel) {
        Double span = kernel.busy() ? kernel.busyFor() : kernel.idle();
        String since = span == null ? "" : " for " + Words.span(Math.round(span));
        Long memory = kernel.gpuMemory();
        return "It is " + kernel.state() + since
                + (memory == null || memory == 0 ? "." : " and holds " + Words.bytes(memory) + " of GPU memory.");
    }

    private static String consequence(KernelChange change) {
        return switch (change) {
            case INTERRUPT -> "What it computes now is broken off; its variables stay.";
            case RESTART, STOP -> "What it computes and all its variables are lost; the notebook's file stays.";
        };
    }

    private static String verb(KernelChange change) {
        return switch (change) {
            case INTERRUPT -> "Interrupt";
            case RESTART -> "Restart";
            case STOP -> "Shut down";
        };
    }

    private static String doing(KernelChange change) {
        return switch (change) {
            case INTERRUPT -> "Interrupting";
            case RESTART -> "Restarting";
            case STOP -> "Shutting down";
        };
    }

    private static String where(JupyterServer server) {
        return Job.where(server.host(), server.container());
    }

    private static Step watch(Target target) {
        Model model = target.model();
        if (!(target.subject() instanceof Subject.OfServer it)) {
            return Step.of(model);
        }
        JupyterServer server = it.server();
        boolean on = !server.watched();
        String done = on
                ? "You will be told when a kernel of " + it.where() + " has finished or died."
                : "The kernels of " + it.where() + " are no longer watched.";
        return model.send(
                new Request.WatchKernels(server.host(), server.container(), server.port(), on),
                new Intent.Change("", done));
    }
}

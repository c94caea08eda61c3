package dev.berth.cli;

import dev.berth.api.JupyterServer.Kernel;
import dev.berth.api.KernelChange;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import org.jspecify.annotations.Nullable;

/** jupyter kernel interrupt, restart, stop. */
final class KernelVerb extends JupyterVerbs.Placed {
    private final KernelChange change;
    private final String done;
    private @Nullable String kernel;

    private KernelVerb(Context context, String name, KernelChange change, String description, String done) {
        super(context, name, description);
        this.change = change;
        this.done = done;
        syntax().text(
                        "--kernel K",
                        "The first characters of its id, or its notebook; needed where several run.",
                        value -> kernel = value);
    }

    static Group group(Context context) {
        return new Group(
                context,
                "kernel",
                "Interrupt, restart and shut down kernels.",
                new KernelVerb(
                        context,
                        "interrupt",
                        KernelChange.INTERRUPT,
                        "Break off what a kernel computes; its variables stay.",
                        "interrupted"),
                new KernelVerb(
                        context,
                        "restart",
                        KernelChange.RESTART,
                        "Start a kernel anew: what it computes and its variables are lost.",
                        "restarted"),
                new KernelVerb(
                        context,
                        "stop",
                        KernelChange.STOP,
                        "Shut a kernel down: what it computes and its variables are lost.",
                        "shut down"));
    }

    @Override
    int run() throws ProblemException, InterruptedException {
        context().refuseReadonly("change a kernel");
        try (Talk talk = Talk.open(context())) {
            Reply.ChangedKernel changed = talk.ask(new Request.ChangeKernel(host(), container(), port, kernel, change));
            if (options().json) {
                context().json(changed.kernel());
            } else if (!options().quiet) {
                Kernel one = changed.kernel();
                front().err()
                        .println("The kernel of " + Text.clean(one.title()) + " (" + one.id() + ") is " + done + ".");
                front().err().flush();
            }
            return 0;
        }
    }
}

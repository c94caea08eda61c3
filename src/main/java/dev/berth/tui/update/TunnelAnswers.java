package dev.berth.tui.update;

import dev.berth.api.Problem;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.TunnelStatus;
import dev.berth.tui.action.FormFields;
import dev.berth.tui.action.LocalPortForm;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Job;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Outcome;
import dev.berth.tui.model.Step;
import dev.berth.tui.table.Words;
import java.util.List;

/** What the answers to requests about tunnels mean. */
final class TunnelAnswers {
    private TunnelAnswers() {}

    static Step made(Model before, long tag, Request.AddTunnel request, Reply reply) {
        Model model = reply instanceof Reply.Tunnel made ? reached(before, request, made) : before;
        Dialog.Form form = Forms.waiting(model, tag);
        if (form == null && request.agreed().contains(Request.Agreed.WIDE)) {
            form = Forms.newTunnel(model);
        }
        Model closed = form == null ? model : model.close(form);
        if (!(reply instanceof Reply.Tunnel made)) {
            return Step.of(closed);
        }
        String ends = made.tunnel().local() + " → "
                + Job.where(made.tunnel().host(), made.tunnel().container()) + " "
                + made.tunnel().remote();
        return Step.of(
                closed.flash(Flash.Tone.GOOD, "Tunnel " + made.tunnel().name() + ": " + ends + " (5 shows all)"));
    }

    /** What the agent refused can be corrected in the form; a tunnel made by a key gets one for that. */
    static Step refused(Model model, long tag, Intent.AddTunnel add, Problem problem) {
        Dialog.Form form = Forms.waiting(model, tag);
        if (form != null) {
            return Step.of(
                    Problem.WIDE.equals(problem.suggestion())
                            ? model.swap(form, form.failed(null)).open(wider(add.request(), problem))
                            : model.swap(form, FormFields.refused(form, problem)));
        }
        boolean correctable = problem.code() == Problem.Code.PORT_IN_USE
                && (model.dialog() == null || model.dialog() instanceof Dialog.Ports);
        return Step.of(correctable ? model.open(FormFields.corrected(add.request(), problem)) : model.flash(problem));
    }

    static Step started(Model model, long tag, Intent.StartTunnel start, Reply reply) {
        Dialog.Form form = Forms.waiting(model, tag);
        Model closed = form == null ? model : model.close(form);
        TunnelStatus started = reply instanceof Reply.Tunnel now ? now.tunnel() : start.tunnel();
        return Step.of(
                closed.flash(Flash.Tone.GOOD, "Tunnel " + started.name() + " is on, at " + started.local() + " here."));
    }

    static Step imported(Model model, String host, Reply reply) {
        int made = reply instanceof Reply.Tunnels kept ? kept.tunnels().size() : 0;
        return Step.of(
                made == 0
                        ? model.flash(
                                Flash.Tone.INFO,
                                "The ssh configuration forwards nothing for " + host + " that is not here already.")
                        : model.flash(
                                Flash.Tone.GOOD,
                                Words.count(made, "tunnel") + " of " + host + " kept, switched off (5 shows all)."));
    }

    /** Who holds the port is told where another one can be given; of several at once only the first gets the form. */
    static Step refused(Model model, long tag, Intent.StartTunnel start, Problem problem) {
        Dialog.Form form = Forms.waiting(model, tag);
        if (form != null) {
            return Step.of(model.swap(form, FormFields.refused(form, problem)));
        }
        boolean correctable = problem.code() == Problem.Code.PORT_IN_USE && model.dialog() == null;
        return Step.of(correctable ? model.open(LocalPortForm.of(start.tunnel(), problem)) : model.flash(problem));
    }

    /** Whether other machines are to reach the tunnel. */
    private static Dialog wider(Request.AddTunnel request, Problem problem) {
        Request.AddTunnel agreed = request.agreeing(Request.Agreed.WIDE);
        return new Dialog.Confirm(
                "Open to other machines",
                List.of(problem.message(), "Whoever reaches it is as good as on " + request.host() + "."),
                List.of(
                        new Dialog.Button("Cancel", 'n', false, new Outcome.Dismiss()),
                        new Dialog.Button(
                                "Listen there", 'y', true, new Outcome.Send(agreed, new Intent.AddTunnel(agreed)))),
                0);
    }

    /** The list of ports that a tunnel was made from shows its local end. */
    static Model reached(Model model, Request.AddTunnel request, Reply.Tunnel made) {
        Model told = model;
        for (Dialog dialog : model.dialogs()) {
            if (dialog instanceof Dialog.Ports ports && ports.host().equals(request.host())) {
                told = told.swap(
                        ports,
                        ports.reached(
                                request.container(),
                                request.spec(),
                                made.tunnel().localPort()));
            }
        }
        return told;
    }
}

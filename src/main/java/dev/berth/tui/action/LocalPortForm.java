package dev.berth.tui.action;

import dev.berth.api.Problem;
import dev.berth.api.Request;
import dev.berth.api.TunnelStatus;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Job;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Step;
import java.util.List;

/** The form for another local port, where the one of a tunnel that is to start is taken. */
public final class LocalPortForm {
    static final String LOCAL = "local";

    private LocalPortForm() {}

    public static Dialog.Form of(TunnelStatus tunnel, Problem taken) {
        String far = Job.where(tunnel.host(), tunnel.container()) + " " + tunnel.remote();
        Dialog.Form form = new Dialog.Form(
                new Dialog.Form.StartTunnel(tunnel),
                "Start tunnel " + tunnel.name(),
                List.of(tunnel.local() + " → " + far.strip()),
                List.of(Dialog.Field.of(
                        LOCAL, "Local port", Integer.toString(tunnel.localPort()), "auto: the next that is free")),
                0,
                null,
                0);
        return refused(form, taken);
    }

    static Step submit(Model model, Dialog.Form form, Dialog.Form.StartTunnel subject) {
        String local = form.value(LOCAL);
        if (local.isEmpty() || !Fields.isLocalPort(local)) {
            Problem wrong = Fields.wrong("A port is a number from 1 to 65535, or auto.");
            return Step.of(model.swap(form.blaming(LOCAL, wrong)));
        }
        Request.StartTunnel start = new Request.StartTunnel(subject.tunnel().name(), Fields.localPort(local));
        long tag = model.work().next();
        Step step = model.send(start, new Intent.StartTunnel(subject.tunnel()));
        return step.effects().isEmpty() ? step : step.map(sent -> sent.swap(form.sentAs(tag)));
    }

    static Dialog.Form refused(Dialog.Form form, Problem problem) {
        Dialog.Form open = form.failed(null);
        return problem.code() == Problem.Code.PORT_IN_USE ? open.blaming(LOCAL, problem) : open.failed(problem);
    }
}

package dev.berth.tui.action;

import dev.berth.api.Problem;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.TextInput;
import org.jspecify.annotations.Nullable;

/** What all forms have in common. */
public final class FormFields {
    private FormFields() {}

    /** Enter: checks the fields and sends. */
    public static Step submit(Model model, Dialog.Form form) {
        return switch (form.subject()) {
            case Dialog.Form.StartJupyter subject -> StartForm.submit(model, form, subject);
            case Dialog.Form.NewTunnel subject -> TunnelForm.submit(model, form);
            case Dialog.Form.StartTunnel subject -> LocalPortForm.submit(model, form, subject);
            case Dialog.Form.RenameContainer subject -> RenameForm.submit(model, form, subject);
            case Dialog.Form.RunContainer subject -> RunForm.submit(model, form, subject);
            case Dialog.Form.Login subject -> LoginForm.submit(model, form, subject);
            case Dialog.Form.LogPart subject -> LogForm.submit(model, form, subject);
            case Dialog.Form.SaveProfile subject -> RunForm.saved(model, form, subject);
            case Dialog.Form.DockerWords subject -> WordsForm.submit(model, form, subject);
            case Dialog.Form.WatchGpus subject -> WatchActions.submit(model, form, subject);
            case Dialog.Form.ProveGpus subject -> DoctorActions.submit(model, form, subject);
            case Dialog.Form.Carry subject -> CarryForm.submit(model, form, subject);
        };
    }

    public static Dialog.Form refused(Dialog.Form form, Problem problem) {
        return switch (form.subject()) {
            case Dialog.Form.StartJupyter subject -> StartForm.refused(form, problem);
            case Dialog.Form.NewTunnel subject -> TunnelForm.refused(form, problem);
            case Dialog.Form.StartTunnel subject -> LocalPortForm.refused(form, problem);
            case Dialog.Form.RenameContainer subject -> form.failed(problem);
            case Dialog.Form.RunContainer subject -> RunForm.refused(form, problem);
            case Dialog.Form.Login subject -> form.failed(problem);
            case Dialog.Form.LogPart subject -> form.failed(problem);
            case Dialog.Form.SaveProfile subject -> RunForm.notSaved(form, problem);
            case Dialog.Form.DockerWords subject -> form.failed(problem);
            case Dialog.Form.WatchGpus subject -> form.failed(problem);
            case Dialog.Form.ProveGpus subject -> form.failed(problem);
            case Dialog.Form.Carry subject -> form.failed(problem);
        };
    }

    /** What Enter does. */
    public static String verb(Dialog.Form form) {
        return switch (form.subject()) {
            case Dialog.Form.StartJupyter subject -> "start";
            case Dialog.Form.NewTunnel subject -> "make the tunnel";
            case Dialog.Form.StartTunnel subject -> "start";
            case Dialog.Form.RenameContainer subject -> "rename";
            case Dialog.Form.RunContainer subject -> "run";
            case Dialog.Form.Login subject -> "log in";
            case Dialog.Form.LogPart subject -> "show";
            case Dialog.Form.SaveProfile subject -> "save";
            case Dialog.Form.DockerWords subject -> WordsForm.verb(subject.purpose());
            case Dialog.Form.WatchGpus subject -> "wait for it";
            case Dialog.Form.ProveGpus subject -> "run it";
            case Dialog.Form.Carry subject -> CarryForm.verb(subject.what());
        };
    }

    /** What could stand in a field in place of what was refused; null where nothing is known. */
    public static @Nullable String suggestion(Dialog.Form form) {
        for (Dialog.Field field : form.fields()) {
            if (field.problem() != null && field.problem().suggestion() != null) {
                return field.problem().suggestion();
            }
        }
        return null;
    }

    /** With what is suggested in the field that was refused. */
    public static Dialog.Form suggested(Dialog.Form form) {
        for (Dialog.Field field : form.fields()) {
            if (field.problem() != null && field.problem().suggestion() != null) {
                return form.with(field.name(), TextInput.of(field.problem().suggestion()));
            }
        }
        return form;
    }

    /** A form for a tunnel that a key asked for and that was refused, so that it can be corrected. */
    public static Dialog.Form corrected(dev.berth.api.Request.AddTunnel request, Problem problem) {
        return TunnelForm.refused(TunnelForm.filled(request.host(), request.container(), request.spec(), ""), problem);
    }
}

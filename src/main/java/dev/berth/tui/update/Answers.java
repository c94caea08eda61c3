package dev.berth.tui.update;

import dev.berth.api.Event;
import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.Problem;
import dev.berth.api.Reply;
import dev.berth.tui.action.Browsing;
import dev.berth.tui.action.CodeActions;
import dev.berth.tui.action.FormFields;
import dev.berth.tui.action.JupyterActions;
import dev.berth.tui.action.PathField;
import dev.berth.tui.action.RunForm;
import dev.berth.tui.action.ShellActions;
import dev.berth.tui.action.StartForm;
import dev.berth.tui.action.TunnelForm;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Effect;
import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.View;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the answer to a request means, by what the request was sent for. One that nobody waits for means nothing. */
final class Answers {
    private Answers() {}

    static Step replied(Model before, long tag, Reply reply) {
        Intent intent = before.work().pending().get(tag);
        if (intent == null) {
            return Step.of(before);
        }
        Model model = before.with(before.work().answered(tag));
        return switch (intent) {
            case Intent.Connect connect -> connected(model, connect, reply);
            case Intent.Describe describe -> described(model, describe, reply);
            case Intent.Shell shell -> shellReady(model, shell);
            case Intent.Plan plan -> planned(model, plan, reply);
            case Intent.Start start -> Jobs.ready(model, tag, reply);
            case Intent.Open open ->
                reply instanceof Reply.OpenedServer opened ? Browsing.server(model, opened) : Step.of(model);
            case Intent.AddTunnel add -> TunnelAnswers.made(model, tag, add.request(), reply);
            case Intent.StartTunnel start -> TunnelAnswers.started(model, tag, start, reply);
            case Intent.ImportTunnels wanted -> TunnelAnswers.imported(model, wanted.host(), reply);
            case Intent.LookAtPorts look -> seen(model, look, reply);
            case Intent.FillPort fill -> Step.of(TunnelForm.withOnlyPort(model, fill, reply));
            case Intent.OpenPort open -> portOpened(model, open, reply);
            case Intent.Change change -> Step.of(model.flash(Flash.Tone.GOOD, change.done()));
            case Intent.Task task -> Jobs.done(model, tag, task.done());
            case Intent.Wizard wizard ->
                Step.of(
                        reply instanceof Reply.Runs runs && model.dialog() == null
                                ? model.open(RunForm.of(model, wizard, runs))
                                : model);
            case Intent.Profiles profiles ->
                Step.of(
                        reply instanceof Reply.Runs runs
                                ? RunForm.profiles(model, Forms.waiting(model, tag), runs)
                                : model);
            case Intent.CompletePath complete ->
                Step.of(
                        reply instanceof Reply.Paths paths
                                ? PathField.completed(model, complete, paths.paths())
                                : model);
            case Intent.RunAgain again ->
                reply instanceof Reply.Runs runs ? RunForm.again(model, again.host(), runs) : Step.of(model);
            case Intent.RunNotebook ran -> RunForm.notebook(model, tag, ran, reply);
            case Intent.LogIn login -> loggedIn(model, tag, login, reply);
            case Intent.SaveProfile saved -> saved(model, tag, saved);
            case Intent.ReadOutput read -> Outputs.came(model, read.page(), reply);
            case Intent.Stop stop -> stopped(model, stop, reply);
            case Intent.CopyAddress copy ->
                reply instanceof Reply.OpenedServer opened ? Browsing.copied(model, opened) : Step.of(model);
            case Intent.FindForCode find -> CodeActions.found(model, find, reply);
            case Intent.Code code -> Step.of(model.flash(Flash.Tone.GOOD, CodeActions.opened(model, code.where())));
            case Intent.EndAll end -> Step.of(model).and(new Effect.Quit());
            case Intent.Browse browse -> Step.of(model);
            case Intent.Sizes sizes ->
                Step.of(
                        reply instanceof Reply.Containers measured
                                ? model.with(model.facts().sized(measured.containers()))
                                        .flash(Flash.Tone.GOOD, "The containers of " + sizes.host() + " are measured.")
                                : model);
            case Intent.Quiet quiet -> Step.of(model);
        };
    }

    static Step refused(Model before, long tag, Problem problem) {
        Intent intent = before.work().pending().get(tag);
        if (intent == null) {
            return Step.of(before);
        }
        Model model = before.with(before.work().answered(tag));
        return switch (intent) {
            case Intent.Start start -> Jobs.failed(model, tag, problem);
            case Intent.Task task -> Jobs.failed(model, tag, problem);
            case Intent.RunNotebook ran -> Jobs.failed(model, tag, problem);
            case Intent.Wizard wizard -> Step.of(model.flash(problem));
            case Intent.RunAgain again -> Step.of(model.flash(problem));
            case Intent.Profiles profiles -> waitingRefused(model, tag, problem);
            case Intent.CompletePath complete -> Step.of(model.flash(problem));
            case Intent.LogIn login -> waitingRefused(model, tag, problem);
            case Intent.SaveProfile saved -> waitingRefused(model, tag, problem);
            case Intent.ReadOutput read -> Outputs.failed(model, read.page(), problem);
            case Intent.AddTunnel add -> TunnelAnswers.refused(model, tag, add, problem);
            case Intent.StartTunnel start -> TunnelAnswers.refused(model, tag, start, problem);
            case Intent.ImportTunnels wanted -> Step.of(model.flash(problem));
            case Intent.Describe describe -> Step.of(model.flash(problem));
            case Intent.LookAtPorts look -> Step.of(model.open(new Dialog.Trouble("Ports can't be listed", problem)));
            case Intent.FillPort fill -> Step.of(model);
            case Intent.OpenPort open -> Step.of(model.flash(problem));
            case Intent.Plan plan -> Step.of(model.open(new Dialog.Trouble("No Jupyter to start", problem)));
            case Intent.Open open -> Step.of(model.open(new Dialog.Trouble("Jupyter can't be opened", problem)));
            case Intent.Connect connect -> Step.of(model.flash(problem));
            case Intent.Shell shell -> Step.of(model.flash(problem));
            case Intent.Change change -> Step.of(model.flash(problem));
            case Intent.Stop stop -> Step.of(refusedStop(model, stop, problem));
            case Intent.CopyAddress copy -> Step.of(model.flash(problem));
            case Intent.FindForCode find -> Step.of(model.flash(problem));
            case Intent.Code code -> Step.of(model.flash(problem));
            case Intent.EndAll end -> Step.of(model.flash(problem));
            case Intent.Browse browse -> shown(model, browse, problem.sentence());
            case Intent.Sizes sizes -> Step.of(model.flash(problem));
            case Intent.Quiet quiet -> Step.of(model);
        };
    }

    static Step progressed(Model model, long tag, Event.Progress step) {
        return Jobs.progressed(model, tag, step);
    }

    static Step browsed(Model before, long tag, @Nullable String problem) {
        if (!(before.work().pending().get(tag) instanceof Intent.Browse browse)) {
            return Step.of(before);
        }
        Model model = before.with(before.work().answered(tag));
        return problem == null
                ? Step.of(model.flash(Flash.Tone.GOOD, "Opened in the browser: " + Browsing.masked(browse.url())))
                : shown(model, browse, problem);
    }

    /** The address to open by hand, copied already; the dialog of a job shows it too. */
    private static Step shown(Model model, Intent.Browse browse, String why) {
        Model told = model.dialog() instanceof Dialog.Progress
                ? model.flash(Flash.Tone.WARN, why + " The address is copied.")
                : model.open(new Dialog.Address("Open this address", browse.url(), List.of(why, "It is copied:")));
        return Step.of(told).and(new Effect.Copy(browse.url()));
    }

    private static Step stopped(Model model, Intent.Stop stop, Reply reply) {
        boolean none =
                reply instanceof Reply.Servers servers && servers.servers().isEmpty();
        return Step.of(
                none
                        ? model.flash(Flash.Tone.WARN, stop.what() + " was left alone: another user started it.")
                        : model.flash(Flash.Tone.GOOD, stop.what() + " is stopped."));
    }

    private static Model refusedStop(Model model, Intent.Stop stop, Problem problem) {
        return problem.code() == Problem.Code.NOT_YOURS && model.dialog() == null
                ? model.open(JupyterActions.again(stop, problem))
                : model.flash(problem);
    }

    /** Shows the host that was waited for, unless the person went elsewhere meanwhile. */
    private static Step connected(Model model, Intent.Connect connect, Reply reply) {
        if (!(reply instanceof Reply.Host answer)) {
            return Step.of(model);
        }
        // a pasted line of ssh has got a name now
        String name = answer.host().host();
        Model told = model.flash(Flash.Tone.GOOD, name + " is connected.");
        boolean up = answer.host().state() == HostState.UP;
        HostSnapshot known = model.facts().host(name);
        if (up && (known == null || known.state() != HostState.UP)) {
            told = told.with(told.facts().with(new Event.HostChanged(answer.host())));
        }
        boolean entered = connect.enter() && up && waits(model, connect.host());
        return Step.of(
                entered
                        ? told.with(told.navigation().into(View.CONTAINERS, name))
                                .flashed(null)
                        : told);
    }

    private static Step described(Model model, Intent.Describe describe, Reply reply) {
        return Step.of(
                reply instanceof Reply.HostFacts told
                        ? model.with(model.facts().describing(describe.host(), told.facts()))
                        : model);
    }

    /** Opens it, unless the person is in the middle of something else by now. */
    private static Step shellReady(Model model, Intent.Shell shell) {
        boolean busy = !model.dialogs().isEmpty()
                || model.asking().shown() != null
                || model.navigation().filtering() != null;
        return busy
                ? Step.of(model.flash(Flash.Tone.GOOD, shell.host() + " is connected; s opens the shell."))
                : ShellActions.opened(model, shell.host(), shell.container());
    }

    private static boolean waits(Model model, String host) {
        boolean atStart = host.equals(model.setup().startHost());
        String row = model.navigation().state().row();
        return model.page().equals(new Page.Table(View.FLEET, null))
                && (host.equals(row) || atStart)
                && model.dialogs().isEmpty();
    }

    private static Step planned(Model model, Intent.Plan plan, Reply reply) {
        // Whatever dialog was opened meanwhile has the keys, and a form over it would take them away.
        if (!(reply instanceof Reply.JupyterPlan found) || model.dialog() != null) {
            return Step.of(model);
        }
        return Step.of(model.open(StartForm.of(model, plan.host(), plan.container(), found)));
    }

    /** A look that is made again takes the place of the earlier; any other dialog has the keys now, and keeps them. */
    private static Step seen(Model model, Intent.LookAtPorts look, Reply reply) {
        if (!(reply instanceof Reply.Ports found)) {
            return Step.of(model);
        }
        Dialog.Ports ports = new Dialog.Ports(look.host(), look.container(), found, 0);
        if (model.dialog() instanceof Dialog.Ports before) {
            boolean same = before.host().equals(look.host()) && Objects.equals(before.container(), look.container());
            return Step.of(same ? model.swap(ports.at(before.cursor())) : model);
        }
        return Step.of(model.dialog() == null ? model.open(ports) : model);
    }

    private static Step portOpened(Model model, Intent.OpenPort open, Reply reply) {
        return reply instanceof Reply.Tunnel made
                ? Browsing.plain(
                        TunnelAnswers.reached(model, open.request(), made),
                        Browsing.local(made.tunnel().localPort()))
                : Step.of(model);
    }

    private static Step loggedIn(Model model, long tag, Intent.LogIn login, Reply reply) {
        Dialog.Form form = Forms.waiting(model, tag);
        Model closed = form == null ? model : model.close(form);
        String place = reply instanceof Reply.Text text ? text.text() : "docker's own store";
        return Step.of(closed.flash(
                Flash.Tone.GOOD, login.host() + " is logged in to " + login.registry() + "; kept in " + place + "."));
    }

    private static Step saved(Model model, long tag, Intent.SaveProfile saved) {
        Dialog.Form form = Forms.waiting(model, tag);
        Model closed = form == null ? model : model.close(form);
        return Step.of(
                closed.flash(Flash.Tone.GOOD, "Profile " + saved.name() + " is saved; ctrl-o in the form shows all."));
    }

    private static Step waitingRefused(Model model, long tag, Problem problem) {
        Dialog.Form form = Forms.waiting(model, tag);
        return Step.of(form == null ? model.flash(problem) : model.swap(form, FormFields.refused(form, problem)));
    }
}

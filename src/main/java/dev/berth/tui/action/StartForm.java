package dev.berth.tui.action;

import dev.berth.api.Container;
import dev.berth.api.Gpu;
import dev.berth.api.HostSnapshot;
import dev.berth.api.Problem;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Job;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Step;
import dev.berth.tui.table.Kinds;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The form that starts Jupyter in a container or on a host. */
public final class StartForm {
    private static final String PORT = "port";
    private static final String DIRECTORY = "directory";
    private static final String GPUS = "gpus";
    private static final String ENVIRONMENT = "environment";
    private static final String ARGUMENTS = "arguments";
    private static final String LOCAL = "local";

    private StartForm() {}

    /** Filled in with what the agent would do, and with the freest of several GPUs. */
    public static Dialog.Form of(Model model, String host, @Nullable String container, Reply.JupyterPlan plan) {
        Gpu freest = freest(model.facts().host(host), container);
        List<String> notes = new ArrayList<>();
        String version = plan.version() == null ? "" : " " + plan.version();
        notes.add(Kinds.of(plan.kind()) + version);
        notes.add(plan.command());
        if (freest != null) {
            notes.add("GPU " + freest.index()
                    + " is the freest: Jupyter gets that one. Empty the field for all of them.");
        }
        return new Dialog.Form(
                new Dialog.Form.StartJupyter(host, container),
                "Start Jupyter " + (container == null ? "on " : "in ") + Job.where(host, container),
                notes,
                List.of(
                        Dialog.Field.of(PORT, "Port", Integer.toString(plan.port()), "the first that is free"),
                        Dialog.Field.of(
                                DIRECTORY,
                                "Directory",
                                plan.directory(),
                                container == null ? "the home" : "the container's own"),
                        Dialog.Field.of(
                                GPUS,
                                "GPUs",
                                freest == null ? "" : freest.uuid(),
                                container == null ? "all; or 0,1" : "all the container has; or 0,1"),
                        Dialog.Field.of(ENVIRONMENT, "Environment", "", "NAME=value …"),
                        Dialog.Field.of(ARGUMENTS, "Arguments", "", "more for jupyter"),
                        Dialog.Field.of(LOCAL, "Local port", "", "the same; auto: the next that is free")),
                0,
                null,
                0);
    }

    private static @Nullable Gpu freest(@Nullable HostSnapshot host, @Nullable String container) {
        if (host == null || container == null) {
            return host == null || host.gpus().items().size() < 2 ? null : FreestGpu.of(host);
        }
        for (Container each : host.containers().items()) {
            if (each.name().equals(container) || each.id().startsWith(container)) {
                return FreestGpu.of(host, each);
            }
        }
        return null;
    }

    static Step submit(Model model, Dialog.Form form, Dialog.Form.StartJupyter subject) {
        Dialog.Form wrong = wrong(form);
        if (wrong != null) {
            return Step.of(model.swap(wrong));
        }
        String port = form.value(PORT);
        Request.StartJupyter request = new Request.StartJupyter(
                subject.host(),
                subject.container(),
                port.isEmpty() ? null : Fields.port(port),
                Fields.orNull(form.value(DIRECTORY)),
                Fields.list(form.value(GPUS)),
                Fields.words(form.value(ENVIRONMENT)),
                Fields.localPort(form.value(LOCAL)),
                Fields.words(form.value(ARGUMENTS)));
        return start(model, request, form);
    }

    /** Sends it; the form makes room for the dialog of the job. */
    private static Step start(Model model, Request.StartJupyter request, Dialog.Form form) {
        long tag = model.work().next();
        Step step = model.send(request, new Intent.Start(Job.where(request.host(), request.container())));
        if (step.effects().isEmpty()) {
            return step;
        }
        Job job = Job.jupyter(
                Job.where(request.host(), request.container()),
                form,
                model.now().nanos());
        return step.map(sent -> sent.with(sent.work().with(tag, job)).swap(new Dialog.Progress(tag)));
    }

    /** With what is wrong next to its field; null where nothing is. */
    private static Dialog.@Nullable Form wrong(Dialog.Form form) {
        if (!form.value(PORT).isEmpty() && !Fields.isPort(form.value(PORT))) {
            return form.blaming(PORT, Fields.wrong("A port is a number from 1 to 65535."));
        }
        for (String variable : Fields.words(form.value(ENVIRONMENT))) {
            if (variable.indexOf('=') < 1) {
                return form.blaming(ENVIRONMENT, Fields.wrong("“" + variable + "” is not NAME=value."));
            }
        }
        return Fields.isLocalPort(form.value(LOCAL))
                ? null
                : form.blaming(LOCAL, Fields.wrong("A port is a number from 1 to 65535, or auto."));
    }

    /** The form again with what was wrong, where one of its fields can put it right; else unchanged. */
    static Dialog.Form refused(Dialog.Form form, Problem problem) {
        return switch (problem.code()) {
            case PORT_IN_USE -> form.blaming(LOCAL, problem);
            case REMOTE_PORT_IN_USE -> form.blaming(PORT, problem);
            default -> form;
        };
    }
}

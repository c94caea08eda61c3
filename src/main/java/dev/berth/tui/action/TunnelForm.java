package dev.berth.tui.action;

import dev.berth.api.Problem;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.TextInput;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The form for a new tunnel. */
public final class TunnelForm {
    static final String HOST = "host";
    static final String CONTAINER = "container";
    static final String SPEC = "spec";
    static final String LOCAL = "local";
    static final String NAME = "name";
    static final String KEEP = "keep";
    static final String GROUP = "group";
    static final String RELAY = "relay";

    private static final String NO = "no";
    private static final String YES = "yes";
    private static final String SAVE = "save";
    private static final String AUTO = "auto";

    private TunnelForm() {}

    static Dialog.Form of(Target target) {
        String host = target.host();
        Integer port = TunnelActions.port(target);
        return filled(
                        host == null ? "" : host,
                        TunnelActions.container(target),
                        port == null ? "" : port.toString(),
                        "")
                .focused(host == null ? HOST : SPEC);
    }

    /** As it would have been filled in for this request, to be corrected. */
    static Dialog.Form filled(String host, @Nullable String container, String spec, String local) {
        return new Dialog.Form(
                new Dialog.Form.NewTunnel(),
                "New tunnel",
                List.of(),
                List.of(
                        Dialog.Field.of(HOST, "Host", host, "a host of the fleet"),
                        Dialog.Field.of(
                                CONTAINER, "Container", container == null ? "" : container, "none: a port of the host"),
                        Dialog.Field.of(
                                SPEC, "Port", spec, "8888, 9000:8888, 9000:db:5432, -D 1080, -R 9000:localhost:80"),
                        Dialog.Field.of(LOCAL, "Local port", local, "the same; auto: the next that is free"),
                        Dialog.Field.of(NAME, "Name", "", "made from host and port"),
                        Dialog.Field.of(KEEP, "Keep", "", "no; save: over an end of the agent; auto: on with its host"),
                        Dialog.Field.of(GROUP, "Group", "", "none; T switches a group together"),
                        Dialog.Field.of(
                                RELAY, "Relay", "", "no; yes: by a command there, where forwards are forbidden")),
                0,
                null,
                0);
    }

    /** The port where it is the only one that listens, and nobody has typed another meanwhile. */
    public static Model withOnlyPort(Model model, Intent.FillPort fill, Reply reply) {
        if (!(reply instanceof Reply.Ports found) || !(model.dialog() instanceof Dialog.Form form)) {
            return model;
        }
        boolean same = form.subject() instanceof Dialog.Form.NewTunnel
                && form.value(HOST).equals(fill.host())
                && form.value(CONTAINER).equals(fill.container());
        return same && found.ports().size() == 1 && form.value(SPEC).isEmpty()
                ? model.swap(
                        form.with(SPEC, TextInput.of(found.ports().getFirst().spec())))
                : model;
    }

    /** Sends what is filled in, or says which field is wrong. */
    static Step submit(Model model, Dialog.Form form) {
        Dialog.Form wrong = wrong(model, form);
        if (wrong != null) {
            return Step.of(model.swap(wrong));
        }
        String container = Fields.orNull(form.value(CONTAINER));
        Request.AddTunnel request = new Request.AddTunnel(
                form.value(HOST),
                container,
                form.value(SPEC),
                Fields.orNull(form.value(NAME)),
                Fields.localPort(form.value(LOCAL)),
                keeping(form),
                form.value(RELAY).equals(YES) ? Set.of(Request.Agreed.RELAY) : Set.of(),
                false);
        long tag = model.work().next();
        Step step = model.send(request, new Intent.AddTunnel(request));
        return step.effects().isEmpty() ? step : step.map(sent -> sent.swap(form.sentAs(tag)));
    }

    private static Request.Keeping keeping(Dialog.Form form) {
        boolean auto = form.value(KEEP).equals(AUTO);
        return new Request.Keeping(auto || form.value(KEEP).equals(SAVE), auto, Fields.orNull(form.value(GROUP)));
    }

    /** With what is wrong next to its field; null where nothing is. */
    private static Dialog.@Nullable Form wrong(Model model, Dialog.Form form) {
        if (form.value(HOST).isEmpty()) {
            return form.blaming(HOST, Fields.wrong("Name a host."));
        }
        if (model.facts().known()
                && model.facts().host(form.value(HOST)) == null
                && form.value(HOST).indexOf('@') < 0) {
            return form.blaming(HOST, Fields.wrong("There is no host “" + form.value(HOST) + "” in the fleet."));
        }
        if (form.value(SPEC).isEmpty()) {
            return form.blaming(SPEC, Fields.wrong("Name the port to reach."));
        }
        if (!List.of("", NO, SAVE, AUTO).contains(form.value(KEEP))) {
            return form.blaming(KEEP, Fields.wrong("Say no, save or auto."));
        }
        if (!List.of("", NO, YES).contains(form.value(RELAY))) {
            return form.blaming(RELAY, Fields.wrong("Say no or yes."));
        }
        return Fields.isLocalPort(form.value(LOCAL))
                ? null
                : form.blaming(LOCAL, Fields.wrong("A port is a number from 1 to 65535, or auto."));
    }

    /** The form with what the agent has against it, next to the field that is to blame. */
    static Dialog.Form refused(Dialog.Form form, Problem problem) {
        Dialog.Form open = form.failed(null);
        return switch (problem.code()) {
            case PORT_IN_USE -> open.blaming(LOCAL, problem);
            case USAGE -> open.blaming(SPEC, problem);
            case HOST_UNKNOWN, HOST_UNRESOLVABLE -> open.blaming(HOST, problem);
            case CONTAINER_NOT_FOUND, CONTAINER_NOT_RUNNING, AMBIGUOUS -> open.blaming(CONTAINER, problem);
            default -> open.failed(problem);
        };
    }
}

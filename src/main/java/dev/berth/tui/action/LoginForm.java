package dev.berth.tui.action;

import dev.berth.api.Request;
import dev.berth.api.Secret;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Step;
import java.util.List;

/** The form that logs a host's docker in to a registry. */
final class LoginForm {
    private static final String REGISTRY = "registry";
    private static final String USER = "user";
    private static final String PASSWORD = "password";
    private static final String KEEPER = "keeper";
    private static final String AGENT = "agent";
    private static final String NVIDIA = "nvcr.io";
    /** The name that NVIDIA's registry wants with an API key. */
    private static final String TOKEN = "$oauthtoken";

    private LoginForm() {}

    static Dialog.Form of(String host) {
        return new Dialog.Form(
                new Dialog.Form.Login(host),
                "Log in to a registry on " + host,
                List.of(
                        "docker login on the box: its docker keeps the password there, for you and for root,",
                        "or Berth's agent keeps it, as long as that lives, and sends it with pulls.",
                        "nvcr.io: the user is $oauthtoken, the password your API key from ngc.nvidia.com (Setup)."),
                List.of(
                        Dialog.Field.of(REGISTRY, "Registry", NVIDIA, "Docker Hub"),
                        Dialog.Field.of(USER, "User", TOKEN, "your name there"),
                        Dialog.Field.masked(PASSWORD, "Password", "or API key"),
                        Dialog.Field.of(KEEPER, "Kept by", "", "box; agent")),
                2,
                null,
                0);
    }

    static Step submit(Model model, Dialog.Form form, Dialog.Form.Login subject) {
        String registry = form.value(REGISTRY);
        for (String name : List.of(USER, PASSWORD)) {
            if (form.value(name).isEmpty()) {
                return Step.of(model.swap(form.blaming(name, Fields.wrong("It can't be empty."))));
            }
        }
        if (!List.of("", "box", AGENT).contains(form.value(KEEPER))) {
            return Step.of(model.swap(form.blaming(KEEPER, Fields.wrong("Say box or agent."))));
        }
        Request.Login request = new Request.Login(
                subject.host(),
                registry,
                form.value(USER),
                new Secret(form.value(PASSWORD)),
                form.value(KEEPER).equals(AGENT) ? Request.Keeper.AGENT : Request.Keeper.BOX);
        long tag = model.work().next();
        String shown = registry.isEmpty() ? "Docker Hub" : registry;
        Step step = model.send(request, new Intent.LogIn(subject.host(), shown));
        return step.effects().isEmpty() ? step : step.map(sent -> sent.swap(form.sentAs(tag)));
    }
}

package dev.berth.tui.action;

import dev.berth.api.JupyterServer;
import dev.berth.api.Reply;
import dev.berth.api.Secret;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Effect;
import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Job;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Step;
import dev.berth.tui.table.Kinds;
import java.util.List;

/** Opening addresses in the browser, or showing them where there is none. */
public final class Browsing {
    private Browsing() {}

    /** An address with a token in it. */
    public static Step secret(Model model, Secret url) {
        if (model.setup().noOpen()) {
            return Step.of(model);
        }
        return Step.of(model.with(model.work().sent(new Intent.Browse(url))))
                .and(new Effect.Browse(model.work().next(), url));
    }

    /** A port of this machine as an address for the browser. */
    public static String local(int port) {
        return "http://127.0.0.1:" + port + "/";
    }

    /** An address without any secret. */
    public static Step plain(Model model, String url) {
        Secret address = new Secret(url);
        if (model.setup().noOpen()) {
            return Step.of(model.open(new Dialog.Address("Open this address", address, List.of("It is copied:"))))
                    .and(new Effect.Copy(address));
        }
        return Step.of(model.with(model.work().sent(new Intent.Browse(address))))
                .and(new Effect.BrowsePlain(model.work().next(), url));
    }

    /** A server is open on this machine: to the browser with it, or on the screen. */
    public static Step server(Model model, Reply.OpenedServer opened) {
        return model.setup().noOpen()
                ? Step.of(model.open(address(opened))).and(new Effect.Copy(opened.localUrl()))
                : secret(model, opened.localUrl());
    }

    private static Dialog address(Reply.OpenedServer opened) {
        JupyterServer server = opened.server();
        String what = Kinds.of(server) + " of " + Job.where(server.host(), server.container());
        return new Dialog.Address(
                what, opened.localUrl(), List.of("It is open on this machine; its address is copied:"));
    }

    /** To the clipboard with it, as an editor wants it: the server's own address, without the page of its front end. */
    public static Step copied(Model model, Reply.OpenedServer opened) {
        Secret address = new Secret(opened.localUrl().reveal().replaceFirst("/(lab|tree)(?=\\?|$)", "/"));
        return Step.of(model.flash(
                        Flash.Tone.GOOD,
                        "Copied with its token: " + masked(address)
                                + " – VS Code asks for it under “Existing Jupyter Server”."))
                .and(new Effect.Copy(address));
    }

    /** The address without its token, to be shown. */
    public static String masked(Secret url) {
        String text = url.reveal();
        int token = text.indexOf("token=");
        if (token < 0) {
            return text;
        }
        int end = text.indexOf('&', token);
        return text.substring(0, token) + "token=••••••" + (end < 0 ? "" : text.substring(end));
    }
}

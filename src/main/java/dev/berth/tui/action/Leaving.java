package dev.berth.tui.action;

import dev.berth.api.JupyterServer;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Effect;
import dev.berth.tui.model.Link;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Outcome;
import dev.berth.tui.model.Step;
import dev.berth.tui.table.Words;
import java.util.ArrayList;
import java.util.List;

/** Leaving the program: told what stays, where something does. */
public final class Leaving {
    private Leaving() {}

    static Step asked(Model model) {
        String staying = staying(model);
        // Without an agent there is nothing left that could stay.
        if (staying.isEmpty() || isDemo(model) || !model.link().isUp()) {
            return Step.of(model).and(new Effect.Quit());
        }
        List<String> lines = List.of(
                staying + " after this screen closes; berth shows them again.",
                "Stop all ends what Berth started: tunnels, Jupyter and sessions.");
        List<Dialog.Button> buttons = List.of(
                new Dialog.Button("Detach", 'd', false, new Outcome.Detach()),
                new Dialog.Button("Stop all", 'x', true, new Outcome.StopAll()),
                new Dialog.Button("Cancel", 'n', false, new Outcome.Dismiss()));
        return Step.of(model.open(new Dialog.Confirm("Leave Berth", lines, buttons, 0)));
    }

    /** {@code 2 tunnels and 1 Jupyter server stay}; empty where nothing does. */
    static String staying(Model model) {
        List<String> parts = new ArrayList<>();
        int tunnels = model.facts().tunnelsOn();
        if (tunnels > 0) {
            parts.add(Words.count(tunnels, "tunnel"));
        }
        int servers = (int)
                model.facts().allServers().stream().filter(JupyterServer::ours).count();
        if (servers > 0) {
            parts.add(Words.count(servers, "Jupyter server"));
        }
        if (parts.isEmpty()) {
            return "";
        }
        return String.join(" and ", parts) + (tunnels + servers == 1 ? " stays" : " stay");
    }

    /** The embedded box ends with its screen, so nothing stays. */
    private static boolean isDemo(Model model) {
        return model.link() instanceof Link.Up up && up.welcome().demo();
    }
}

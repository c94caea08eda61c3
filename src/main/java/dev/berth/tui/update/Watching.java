package dev.berth.tui.update;

import dev.berth.api.Request;
import dev.berth.tui.action.RunForm;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.Step;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Tells the agent what is looked at, so that it asks hosts for no more than that. */
final class Watching {
    private Watching() {}

    /** Sends a new subscription where another page is looked at than before. */
    static Step renewed(Model model) {
        Request.Watch wanted = of(model.page().table(), RunForm.isChoosing(model));
        return !model.link().isUp() || wanted.equals(model.watch())
                ? Step.of(model)
                : model.watching(wanted).send(wanted, new Intent.Quiet());
    }

    /** Hosts, tunnels and both logs are always told: the header counts them, and a log must not begin with its view. */
    private static Request.Watch of(Page.Table page, boolean gpus) {
        Set<Request.View> views =
                EnumSet.of(Request.View.HOSTS, Request.View.TUNNELS, Request.View.MESSAGES, Request.View.COMMANDS);
        switch (page.view()) {
            case CONTAINERS -> views.addAll(Set.of(Request.View.CONTAINERS, Request.View.SERVERS));
            case GPUS -> views.add(Request.View.GPUS);
            case SERVERS -> views.add(Request.View.SERVERS);
            case IMAGES -> views.add(Request.View.IMAGES);
            case VOLUMES -> views.add(Request.View.VOLUMES);
            case FLEET, TUNNELS, MESSAGES, COMMANDS -> {}
        }
        if (gpus) {
            views.add(Request.View.GPUS);
        }
        String host = page.host();
        return new Request.Watch(host == null ? List.of() : List.of(host), Set.copyOf(views));
    }
}

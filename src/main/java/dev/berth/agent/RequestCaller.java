package dev.berth.agent;

import dev.berth.api.Event;
import dev.berth.api.Request;
import dev.berth.fleet.Fleet;
import org.jspecify.annotations.Nullable;

/** A client as the fleet sees it while it works on one of its requests. */
record RequestCaller(Request.@Nullable Hello hello, Outbox outbox, long id) implements Fleet.Caller {
    @Override
    public boolean answers() {
        return hello != null && hello.answers() && !hello.screen() && !outbox.ended();
    }

    @Override
    public void tell(Event event) {
        outbox.post(Line.event(id, event));
    }
}

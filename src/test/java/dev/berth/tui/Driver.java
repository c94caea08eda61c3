package dev.berth.tui;

import dev.berth.api.Event;
import dev.berth.api.Problem;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.tui.draw.Glyphs;
import dev.berth.tui.model.Effect;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Now;
import dev.berth.tui.model.Setup;
import dev.berth.tui.model.Size;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.UiEvent;
import dev.berth.tui.term.FrameText;
import dev.berth.tui.term.Key;
import dev.berth.tui.update.Update;
import dev.berth.tui.view.Render;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Drives the model without any terminal, thread or clock: presses keys, plays the agent, and keeps what was asked for. */
public final class Driver {
    private final List<Effect> effects = new ArrayList<>();
    private Model model;
    private Now now = new Now(1_000_000_000_000L, Sample.NOON);

    private Driver(Setup setup, int columns, int rows) {
        model = Model.start(setup, new Size(columns, rows), now);
    }

    public static Driver started(int columns, int rows) {
        return new Driver(setup(null, false, false), columns, rows);
    }

    /** The agent is there and has told the sample fleet. */
    public static Driver connected(int columns, int rows) {
        return new Driver(setup(null, false, false), columns, rows).withFleet();
    }

    public static Driver connected() {
        return connected(120, 40);
    }

    public static Driver readonly() {
        return new Driver(setup(null, true, false), 120, 40).withFleet();
    }

    public static Driver withoutBrowser() {
        return new Driver(setup(null, false, true), 120, 40).withFleet();
    }

    public static Driver startedOn(String host) {
        return new Driver(setup(host, false, false), 120, 40);
    }

    private static Setup setup(@Nullable String host, boolean readonly, boolean noOpen) {
        return new Setup("0.1.0", host, readonly, noOpen, "~/.ssh/config", null, Glyphs.UNICODE);
    }

    public Driver withFleet() {
        Sample sample = new Sample(Sample.NOON);
        happens(new UiEvent.AgentUp(Sample.welcome()));
        tell(new Event.Hosts(sample.fleet()));
        return tell(new Event.Tunnels(sample.tunnels()));
    }

    public Model model() {
        return model;
    }

    public Driver happens(UiEvent event) {
        Step step = Update.apply(model, event, now);
        model = step.model();
        effects.addAll(step.effects());
        return this;
    }

    public Driver tell(Event event) {
        return happens(new UiEvent.Told(event));
    }

    /** Presses keys by their names. */
    public Driver press(String... keys) {
        for (String key : keys) {
            happens(new UiEvent.Pressed(Key.parse(key)));
        }
        return this;
    }

    public Driver type(String text) {
        text.codePoints().forEach(c -> happens(new UiEvent.Pressed(new Key(c, null, false, false, false))));
        return this;
    }

    public Driver passes(long millis) {
        now = new Now(now.nanos() + millis * 1_000_000, now.at().plusMillis(millis));
        return happens(new UiEvent.Ticked());
    }

    public List<Effect> effects() {
        return List.copyOf(effects);
    }

    public void forget() {
        effects.clear();
    }

    public boolean quits() {
        return effects.contains(new Effect.Quit());
    }

    /** The requests sent so far that are of this kind. */
    public <R extends Request<?>> List<R> sent(Class<R> kind) {
        List<R> found = new ArrayList<>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Send send && kind.isInstance(send.request())) {
                found.add(kind.cast(send.request()));
            }
        }
        return found;
    }

    /** The tag of the newest request of this kind. */
    public long tag(Class<? extends Request<?>> kind) {
        for (Effect effect : effects.reversed()) {
            if (effect instanceof Effect.Send send && kind.isInstance(send.request())) {
                return send.tag();
            }
        }
        throw new AssertionError("no " + kind.getSimpleName() + " was sent");
    }

    public Driver reply(Class<? extends Request<?>> kind, Reply reply) {
        return happens(new UiEvent.Replied(tag(kind), reply));
    }

    public Driver refuse(Class<? extends Request<?>> kind, Problem problem) {
        return happens(new UiEvent.Refused(tag(kind), problem));
    }

    public FrameText frame() {
        return FrameText.draw(model.size().columns(), model.size().rows(), canvas -> Render.frame(model, canvas));
    }

    public String screen() {
        return frame().text();
    }
}

package dev.berth.tui.model;

import dev.berth.api.Event;
import dev.berth.api.Notice;
import dev.berth.api.Problem;
import dev.berth.api.Request;
import dev.berth.carry.Errand;
import dev.berth.tui.draw.Glyphs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the screen shows follows from this, and nothing else is kept anywhere.
 *
 * @param dialogs the one on top last
 * @param watch what the agent was last asked to tell; null until it was
 */
public record Model(
        Setup setup,
        Size size,
        Now now,
        Link link,
        Facts facts,
        Navigation navigation,
        List<Dialog> dialogs,
        Asking asking,
        Work work,
        @Nullable Flash flash,
        Request.@Nullable Watch watch) {
    private static final long FLASH = 5 * Now.SECOND;
    /** A failure is longer to read. */
    private static final long BAD_FLASH = 9 * Now.SECOND;

    public Model {
        dialogs = List.copyOf(dialogs);
    }

    public static Model start(Setup setup, Size size, Now now) {
        return new Model(
                setup,
                size,
                now,
                new Link.Connecting(),
                Facts.none(),
                Navigation.start(),
                List.of(),
                Asking.NOTHING,
                Work.NONE,
                null,
                null);
    }

    public Page page() {
        return navigation.page();
    }

    public @Nullable Dialog dialog() {
        return dialogs.isEmpty() ? null : dialogs.getLast();
    }

    public Glyphs glyphs() {
        return setup.glyphs();
    }

    /** Something on the screen turns, so that it has to be drawn often. */
    public boolean isBusy() {
        return link instanceof Link.Connecting
                || work.newest() != null
                || facts.hosts().stream().anyMatch(host -> host.state() == dev.berth.api.HostState.CONNECTING);
    }

    public Model with(Setup other) {
        return new Model(other, size, now, link, facts, navigation, dialogs, asking, work, flash, watch);
    }

    public Model with(Size other) {
        return new Model(setup, other, now, link, facts, navigation, dialogs, asking, work, flash, watch);
    }

    public Model with(Now other) {
        return new Model(setup, size, other, link, facts, navigation, dialogs, asking, work, flash, watch);
    }

    public Model with(Link other) {
        return new Model(setup, size, now, other, facts, navigation, dialogs, asking, work, flash, watch);
    }

    public Model with(Facts other) {
        return new Model(setup, size, now, link, other, navigation, dialogs, asking, work, flash, watch);
    }

    public Model with(Navigation other) {
        return new Model(setup, size, now, link, facts, other, dialogs, asking, work, flash, watch);
    }

    public Model with(Asking other) {
        return new Model(setup, size, now, link, facts, navigation, dialogs, other, work, flash, watch);
    }

    public Model with(Work other) {
        return new Model(setup, size, now, link, facts, navigation, dialogs, asking, other, flash, watch);
    }

    public Model watching(Request.@Nullable Watch other) {
        return new Model(setup, size, now, link, facts, navigation, dialogs, asking, work, flash, other);
    }

    private Model dialogs(List<Dialog> other) {
        return new Model(setup, size, now, link, facts, navigation, other, asking, work, flash, watch);
    }

    public Model open(Dialog dialog) {
        List<Dialog> more = new ArrayList<>(dialogs);
        more.add(dialog);
        return dialogs(more);
    }

    /** Closes the dialog on top. */
    public Model close() {
        return dialogs.isEmpty() ? this : dialogs(dialogs.subList(0, dialogs.size() - 1));
    }

    public Model close(Dialog dialog) {
        List<Dialog> fewer = new ArrayList<>(dialogs);
        fewer.remove(dialog);
        return dialogs(fewer);
    }

    public Model closeAll() {
        return dialogs(List.of());
    }

    /** Puts another dialog in the place of the one on top. */
    public Model swap(Dialog dialog) {
        return close().open(dialog);
    }

    /** Puts a dialog in the place of another, wherever in the stack that lies. */
    public Model swap(Dialog old, Dialog dialog) {
        List<Dialog> all = new ArrayList<>(dialogs);
        all.replaceAll(each -> each.equals(old) ? dialog : each);
        return dialogs(all);
    }

    public Model flash(Flash.Tone tone, String text) {
        long length = tone == Flash.Tone.BAD || tone == Flash.Tone.WARN ? BAD_FLASH : FLASH;
        return flashed(new Flash(text, tone, now.nanos() + length));
    }

    /** Flashes the problem, and keeps it among the messages. */
    public Model flash(Problem problem) {
        Notice notice = new Notice(now.at(), Notice.Level.ERROR, null, problem.message(), problem.next());
        return flash(Flash.Tone.BAD, problem.sentence()).with(facts.with(new Event.Noted(notice)));
    }

    public Model flashed(@Nullable Flash other) {
        return new Model(setup, size, now, link, facts, navigation, dialogs, asking, work, other, watch);
    }

    /** Begins an errand and remembers what for. */
    public Step carry(Errand errand, Intent intent) {
        if (!link.isUp()) {
            return Step.of(flash(Flash.Tone.WARN, "The agent is not there yet; try again in a moment."));
        }
        return Step.of(with(work.sent(intent))).and(new Effect.Carry(work.next(), errand));
    }

    /** Sends a request and remembers what for; says so where there is no agent to send it to. */
    public Step send(Request<?> request, Intent intent) {
        if (!link.isUp()) {
            return Step.of(flash(Flash.Tone.WARN, "The agent is not there yet; try again in a moment."));
        }
        return Step.of(with(work.sent(intent))).and(new Effect.Send(work.next(), request));
    }
}

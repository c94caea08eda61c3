package dev.berth.tui;

import dev.berth.api.AgentConnection;
import dev.berth.api.Alert;
import dev.berth.api.Event;
import dev.berth.api.Notice;
import dev.berth.api.Places;
import dev.berth.api.Settings;
import dev.berth.desktop.Clipboard;
import dev.berth.desktop.Notifications;
import dev.berth.tui.draw.ColorDepth;
import dev.berth.tui.draw.Glyphs;
import dev.berth.tui.draw.Theme;
import dev.berth.tui.model.Effect;
import dev.berth.tui.model.Job;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Now;
import dev.berth.tui.model.Setup;
import dev.berth.tui.model.Size;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.UiEvent;
import dev.berth.tui.term.Closed;
import dev.berth.tui.term.Key;
import dev.berth.tui.term.Paste;
import dev.berth.tui.term.Resized;
import dev.berth.tui.term.Resumed;
import dev.berth.tui.term.TermEvent;
import dev.berth.tui.term.Terminal;
import dev.berth.tui.update.Update;
import dev.berth.tui.view.Render;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The full-screen program as it runs. One thread, the caller's, owns the terminal and the model: it takes what happened
 * from one queue, works off all that waits there, and draws once. Whatever blocks is done by {@link Outside}.
 */
public final class Screen {
    /** How often something that turns is drawn. */
    private static final long BUSY_MILLIS = 100;
    /** How often ages are drawn anew. */
    private static final long IDLE_MILLIS = 1000;

    private final BlockingQueue<UiEvent> events = new LinkedBlockingQueue<>();
    private final Map<String, String> environment;
    private final Outside outside;
    private final Terminal terminal;
    private Model model;
    private @Nullable Shell shell;
    private boolean over;

    private Screen(AgentConnection.Connector connector, Setup setup, Map<String, String> environment)
            throws IOException {
        this.environment = environment;
        this.outside = new Outside(connector, environment, events::add);
        this.terminal = Terminal.open(environment, event -> events.add(translated(event)));
        this.model = Model.start(setup, new Size(terminal.columns(), terminal.rows()), Now.read());
    }

    /**
     * Takes the terminal until the person leaves. The first frame does not wait for the agent.
     *
     * @return the exit code of the program
     * @throws IOException with a sentence, where there is no terminal to take
     */
    public static int run(AgentConnection.Connector connector, Places places, Options options)
            throws IOException, InterruptedException {
        return new Screen(connector, setup(places, options), options.environment()).run();
    }

    private static Setup setup(Places places, Options options) {
        String chosen = places.sshConfig() == null ? null : places.sshConfig().toString();
        return new Setup(
                options.build(),
                options.host(),
                options.readonly(),
                options.noOpen(),
                chosen == null ? "~/.ssh/config" : chosen,
                chosen,
                Glyphs.fromEnvironment(options.environment()));
    }

    private int run() throws InterruptedException {
        try (terminal;
                outside) {
            terminal.enter();
            draw();
            outside.reconnect();
            while (!over) {
                happened();
                if (!over) {
                    draw();
                }
            }
            return 0;
        }
    }

    private void happened() throws InterruptedException {
        UiEvent event = events.poll(model.isBusy() ? BUSY_MILLIS : IDLE_MILLIS, TimeUnit.MILLISECONDS);
        apply(event == null ? new UiEvent.Ticked() : event);
        for (UiEvent next = events.poll(); next != null && !over; next = events.poll()) {
            apply(next);
        }
    }

    private void apply(UiEvent event) {
        Step step = Update.apply(model, event, Now.read());
        model = step.model();
        step.effects().forEach(this::perform);
        if (event instanceof UiEvent.Resized resized && shell != null) {
            shell.resized(resized.size());
        }
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Send send -> outside.send(send.tag(), send.request());
            case Effect.Carry carry -> outside.carry(carry.tag(), carry.errand());
            case Effect.Cancel cancel -> outside.cancel(cancel.tag());
            case Effect.Follow follow -> outside.follow(follow.tag(), follow.log());
            case Effect.Unfollow unfollow -> outside.unfollow(unfollow.tag());
            case Effect.Reconnect again -> outside.reconnect();
            case Effect.Browse browse -> outside.browse(browse.tag(), browse.url());
            case Effect.BrowsePlain browse -> outside.browse(browse.tag(), browse.url());
            case Effect.Shell wanted -> handOver(wanted);
            case Effect.Docker docker -> docker(docker);
            case Effect.OnTerminal wanted -> {
                Shell opened = handOver();
                outside.shell(opened.command(wanted.host(), wanted.command()), wanted.host(), opened.streams());
            }
            case Effect.TakeBack back -> takeBack();
            case Effect.Copy copy -> copy(copy.text().reveal());
            case Effect.Code code -> outside.code(code.tag(), code.place());
            case Effect.Tell tell -> tell(tell.alert());
            case Effect.Look look -> look(look.settings());
            case Effect.Quit quit -> over = true;
        }
    }

    private void copy(String text) {
        Clipboard.osc52(text).ifPresent(terminal::write);
        outside.copy(text);
    }

    /** Not into the middle of what a remote shell writes: then only the desktop tells. */
    private void tell(Alert alert) {
        Notifications notifications = new Notifications(environment);
        if (shell == null) {
            terminal.write(notifications.controls(alert.title(), alert.text()));
        }
        if (shell != null || !notifications.terminalShows()) {
            outside.tell(notifications, alert);
        }
    }

    private void handOver(Effect.Shell wanted) {
        Shell opened = handOver();
        String where = Job.where(wanted.host(), wanted.container());
        outside.shell(opened.request(wanted.host(), wanted.container()), where, opened.streams());
    }

    private void docker(Effect.Docker wanted) {
        Shell opened = handOver();
        outside.shell(opened.docker(wanted.host(), wanted.words()), wanted.host(), opened.streams());
    }

    private Shell handOver() {
        Shell opened = new Shell(terminal, environment);
        shell = opened;
        terminal.handOver(opened.keys(), this::unhandled);
        return opened;
    }

    /** Keys that wait in the queue were typed for the shell. Called by the keyboard's lock, so that none is forgotten. */
    private List<TermEvent> unhandled() {
        List<TermEvent> typed = new ArrayList<>();
        events.removeIf(event -> {
            if (event instanceof UiEvent.Pressed pressed) {
                return typed.add(pressed.key());
            }
            return event instanceof UiEvent.Pasted pasted && typed.add(new Paste(pasted.text()));
        });
        return typed;
    }

    private void takeBack() {
        if (shell != null) {
            shell.close();
            shell = null;
            terminal.takeBack();
        }
    }

    private void look(Settings settings) {
        ColorDepth depth = ColorDepth.fromEnvironment(environment);
        if (settings.theme().equals("auto") || depth == ColorDepth.NONE) {
            return;
        }
        try {
            terminal.theme(Theme.named(settings.theme()).at(depth));
        } catch (IllegalArgumentException unknown) {
            events.add(new UiEvent.Told(new Event.Noted(notice(unknown.getMessage()))));
        }
    }

    private static Notice notice(@Nullable String text) {
        return new Notice(Instant.now(), Notice.Level.WARN, null, text == null ? "" : text, null);
    }

    private void draw() {
        Model shown = model;
        terminal.draw(canvas -> Render.frame(shown, canvas));
    }

    private static UiEvent translated(TermEvent event) {
        return switch (event) {
            case Key key -> new UiEvent.Pressed(key);
            case Paste paste -> new UiEvent.Pasted(paste.text());
            case Resized resized -> new UiEvent.Resized(new Size(resized.columns(), resized.rows()));
            case Resumed resumed -> new UiEvent.Ticked();
            case Closed closed -> new UiEvent.Closed();
        };
    }
}

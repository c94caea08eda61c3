package dev.berth.fleet;

import dev.berth.api.Alert;
import dev.berth.api.CommandRecord;
import dev.berth.api.Event;
import dev.berth.api.GpuHistory;
import dev.berth.api.HostSnapshot;
import dev.berth.api.Notice;
import dev.berth.api.Problem;
import dev.berth.api.Question;
import dev.berth.api.RemoteText;
import dev.berth.api.Request;
import dev.berth.api.TunnelStatus;
import dev.berth.link.CommandJournal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen from outside, and who looks at it. The newest snapshot of each host, tunnels, open questions, the
 * message log and the command log; each change goes to those who watch it, in order, under one lock. Consumers never
 * block.
 */
final class Board {
    private static final int KEPT = 500;

    /** Our scripts are longer than what a log line is good for. */
    private static final int LONGEST = 400;

    private final Map<String, HostSnapshot> hosts = new LinkedHashMap<>();
    private List<TunnelStatus> tunnels = List.of();
    private final Map<Long, Question> questions = new LinkedHashMap<>();
    private final Deque<Notice> notices = new ArrayDeque<>();
    private final Deque<CommandRecord> commands = new ArrayDeque<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private final Runnable interestChanged;
    private final Predicate<Alert> herald;
    private final Function<String, @Nullable String> group;
    private final WatchList watched;
    private final KernelWatch kernels;
    private final Awaited awaited;
    private final Map<String, GpuHistory> histories = new HashMap<>();
    /** What no screen and no desktop was there for. */
    private final Deque<Alert> untold = new ArrayDeque<>();

    /**
     * @param interestChanged told, outside the lock, that somebody looks at something else now
     * @param group what a host is listed under
     * @param watches where it is written down what persons wait for
     * @param herald tells what no screen is there for, and may block; false where it can't
     */
    Board(
            Runnable interestChanged,
            Function<String, @Nullable String> group,
            WatchStore watches,
            Predicate<Alert> herald) {
        this.interestChanged = interestChanged;
        this.group = group;
        this.watched = new WatchList(watches);
        this.kernels = new KernelWatch(watched);
        this.awaited = new Awaited(watched);
        this.herald = herald;
    }

    WatchList watched() {
        return watched;
    }

    KernelWatch kernels() {
        return kernels;
    }

    Awaited awaited() {
        return awaited;
    }

    private final class Watcher implements Fleet.Subscription {
        final List<String> wanted;
        final Set<Request.View> views;
        final boolean screen;
        final Consumer<Event> events;

        Watcher(List<String> wanted, Set<Request.View> views, boolean screen, Consumer<Event> events) {
            this.wanted = wanted;
            this.views = views;
            this.screen = screen;
            this.events = events;
        }

        boolean looksAt(String host) {
            return wanted.isEmpty() || wanted.contains(host);
        }

        @Override
        public void close() {
            synchronized (Board.this) {
                watchers.remove(this);
            }
            interestChanged.run();
        }
    }

    Fleet.Subscription watch(List<String> wanted, Set<Request.View> views, boolean screen, Consumer<Event> events) {
        Watcher watcher = new Watcher(List.copyOf(wanted), Set.copyOf(views), screen, events);
        synchronized (this) {
            watchers.add(watcher);
            events.accept(new Event.Hosts(List.copyOf(hosts.values())));
            events.accept(new Event.Tunnels(tunnels));
            if (views.contains(Request.View.GPUS)) {
                histories.forEach((host, history) -> {
                    if (watcher.looksAt(host)) {
                        events.accept(new Event.GpusWere(host, history));
                    }
                });
            }
            if (screen) {
                questions.values().forEach(question -> events.accept(new Event.Asked(question)));
                untold.forEach(alert -> events.accept(new Event.Alerted(alert)));
                untold.clear();
            }
            if (views.contains(Request.View.MESSAGES)) {
                notices.forEach(notice -> events.accept(new Event.Noted(notice)));
            }
            if (views.contains(Request.View.COMMANDS)) {
                commands.forEach(command -> events.accept(new Event.Ran(command)));
            }
        }
        interestChanged.run();
        return watcher;
    }

    /** Somebody looks at this view of this host. */
    synchronized boolean looked(String host, Request.View view) {
        return watchers.stream().anyMatch(watcher -> watcher.views.contains(view) && watcher.looksAt(host));
    }

    synchronized boolean anybody() {
        return !watchers.isEmpty();
    }

    /** A full screen is there to be shown questions. */
    synchronized boolean screen() {
        return watchers.stream().anyMatch(watcher -> watcher.screen);
    }

    synchronized void host(HostSnapshot told) {
        HostSnapshot snapshot = told.listed(group.apply(told.host()), awaited.of(told.host()));
        if (snapshot.gpus().at() != null) {
            GpuHistory before = histories.getOrDefault(snapshot.host(), GpuHistory.NONE);
            histories.put(snapshot.host(), before.with(snapshot.gpus()));
        }
        HostSnapshot earlier = hosts.put(snapshot.host(), snapshot);
        boolean reading = earlier != null
                && earlier.reading(snapshot.rtt(), snapshot.gpus(), snapshot.servers())
                        .equals(snapshot);
        Event event = reading
                ? new Event.HostRead(snapshot.host(), snapshot.rtt(), snapshot.gpus(), snapshot.servers())
                : new Event.HostChanged(snapshot);
        for (Watcher watcher : watchers) {
            if (watcher.looksAt(snapshot.host()) || watcher.views.contains(Request.View.HOSTS)) {
                watcher.events.accept(event);
            }
        }
    }

    synchronized void tunnels(List<TunnelStatus> newest) {
        tunnels = List.copyOf(newest);
        Event event = new Event.Tunnels(tunnels);
        watchers.forEach(watcher -> watcher.events.accept(event));
    }

    synchronized List<HostSnapshot> hosts() {
        return List.copyOf(hosts.values());
    }

    /** Shows a question to every screen. */
    synchronized void asked(Question question) {
        if (questions.put(question.id(), question) != null) {
            return;
        }
        toScreens(new Event.Asked(question));
    }

    synchronized void settled(long question) {
        if (questions.remove(question) != null) {
            toScreens(new Event.Settled(question));
        }
    }

    /** To the newest screen; where there is none, by way of the desktop; where there is none either, to the next screen. */
    void alert(Alert alert) {
        note(Notice.Level.INFO, alert.host(), alert.sentence());
        if (!toNewestScreen(alert)) {
            Thread.ofVirtual().name("herald").start(() -> {
                if (!herald.test(alert) && !toNewestScreen(alert)) {
                    keepUntold(alert);
                }
            });
        }
    }

    private synchronized boolean toNewestScreen(Alert alert) {
        for (Watcher watcher : watchers.reversed()) {
            if (watcher.screen) {
                watcher.events.accept(new Event.Alerted(alert));
                return true;
            }
        }
        return false;
    }

    private synchronized void keepUntold(Alert alert) {
        keep(untold, alert);
    }

    private void toScreens(Event event) {
        for (Watcher watcher : watchers) {
            if (watcher.screen) {
                watcher.events.accept(event);
            }
        }
    }

    void note(Notice.Level level, @Nullable String host, Problem problem) {
        note(new Notice(Instant.now(), level, host, problem.message(), problem.next()));
    }

    Notice note(Notice.Level level, @Nullable String host, String text) {
        Notice notice = new Notice(Instant.now(), level, host, text, null);
        note(notice);
        return notice;
    }

    private synchronized void note(Notice notice) {
        keep(notices, notice);
        to(Request.View.MESSAGES, new Event.Noted(notice));
    }

    /** A journal that writes into the command log for one host. */
    CommandJournal journal(String host) {
        return (text, exit, took, poll) -> ran(host, text, exit, took, poll);
    }

    private synchronized void ran(String host, String text, @Nullable Integer exit, Duration took, boolean poll) {
        String line = RemoteText.oneLine(text, LONGEST);
        CommandRecord command = new CommandRecord(Instant.now(), host, line, exit, took.toNanos() / 1e9, poll);
        keep(commands, command);
        to(Request.View.COMMANDS, new Event.Ran(command));
    }

    private void to(Request.View view, Event event) {
        for (Watcher watcher : watchers) {
            if (watcher.views.contains(view)) {
                watcher.events.accept(event);
            }
        }
    }

    private static <T> void keep(Deque<T> log, T line) {
        log.addLast(line);
        if (log.size() > KEPT) {
            log.removeFirst();
        }
    }
}

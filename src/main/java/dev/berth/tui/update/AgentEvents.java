package dev.berth.tui.update;

import dev.berth.api.Event;
import dev.berth.api.Notice;
import dev.berth.api.Problem;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.tui.action.RunForm;
import dev.berth.tui.draw.Glyphs;
import dev.berth.tui.model.Asking;
import dev.berth.tui.model.Effect;
import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Job;
import dev.berth.tui.model.Link;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.Work;
import java.util.Map;

/** What comes from the agent unasked: that it is there or gone, facts, questions. */
final class AgentEvents {
    private AgentEvents() {}

    static Step up(Model model, Reply.Welcome welcome) {
        boolean first = model.link() instanceof Link.Connecting;
        Model up = model.with(new Link.Up(welcome)).watching(null);
        if (welcome.settings().ascii()) {
            up = up.with(up.setup().withGlyphs(Glyphs.ASCII));
        }
        Step step = Step.of(first ? up : up.flash(Flash.Tone.GOOD, "The agent is back."))
                .and(new Effect.Look(welcome.settings()))
                .map(each -> told(each, welcome));
        String host = model.setup().startHost();
        return first && host != null
                ? step.then(each -> each.send(new Request.Connect(host), new Intent.Connect(host, true)))
                : step;
    }

    private static Model told(Model model, Reply.Welcome welcome) {
        Model told = model;
        for (Problem problem : welcome.settings().problems().reversed()) {
            told = told.flash(problem);
        }
        return told;
    }

    /** Whatever waited for the agent will get no answer; what was seen stays, greyed. */
    static Step lost(Model model, Problem problem) {
        int attempts = model.link() instanceof Link.Lost lost ? lost.attempts() : 0;
        Link link = Link.Lost.at(model.now().nanos(), problem, attempts);
        Work work = model.work();
        for (Map.Entry<Long, Job> job : work.jobs().entrySet()) {
            if (job.getValue().isRunning()) {
                work = work.with(job.getKey(), job.getValue().with(new Job.Outcome.Failed(problem)));
            }
        }
        boolean leaving = work.pending().containsValue(new Intent.EndAll());
        Model lost =
                model.with(link).with(work.noneWaiting()).with(Asking.NOTHING).watching(null);
        if (leaving) {
            return Step.of(lost).and(new Effect.Quit());
        }
        lost = Forms.opened(lost, problem);
        return Step.of(model.link().isUp() ? lost.flash(problem) : lost);
    }

    static Step told(Model model, Event event) {
        long now = model.now().nanos();
        return switch (event) {
            case Event.Asked asked -> Step.of(model.with(model.asking().asked(asked.question(), now)));
            case Event.Settled settled -> Step.of(model.with(model.asking().settled(settled.question(), now)));
            case Event.Noted noted -> Step.of(noted(model.with(model.facts().with(event)), noted.notice()));
            case Event.Alerted alerted ->
                Step.of(model.flash(Flash.Tone.GOOD, alerted.alert().sentence()))
                        .and(new Effect.Tell(alerted.alert()));
            case Event.Hosts hosts -> facts(model, event);
            case Event.HostChanged changed -> facts(model, event).map(RunForm::refreshed);
            case Event.HostRead read -> facts(model, event).map(RunForm::refreshed);
            case Event.GpusWere were -> facts(model, event);
            case Event.Tunnels tunnels -> facts(model, event);
            case Event.Ran ran -> facts(model, event);
            case Event.Progress progress -> Step.of(model);
        };
    }

    private static Step facts(Model model, Event event) {
        return Step.of(model.with(model.facts().with(event)));
    }

    /** A message that is news is also flashed; the log as a new subscription tells it again is not. */
    private static Model noted(Model model, Notice notice) {
        boolean news = java.time.Duration.between(notice.at(), model.now().at()).toSeconds() < 3;
        if (!news || notice.level() == Notice.Level.INFO || model.flash() != null) {
            return model;
        }
        String next = notice.next() == null ? "" : " " + notice.next();
        return model.flash(
                notice.level() == Notice.Level.ERROR ? Flash.Tone.BAD : Flash.Tone.WARN, notice.text() + next);
    }
}

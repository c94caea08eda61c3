package dev.berth.tui.update;

import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.Problem;
import dev.berth.api.Request;
import dev.berth.tui.action.LogForm;
import dev.berth.tui.model.Effect;
import dev.berth.tui.model.Followed;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.PageState;
import dev.berth.tui.model.Step;
import dev.berth.tui.table.Layout;
import dev.berth.tui.table.LogText;
import dev.berth.tui.table.Texts;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Follows the log whose page is shown, and no other. */
final class Logs {
    /** Behind the last line, wherever that is: the page is settled on it. */
    private static final int END = 1_000_000;

    private Logs() {}

    /** Begins and ends to follow where another page is shown than before. */
    static Step renewed(Model model) {
        Followed now = model.work().log();
        Page.Log wanted = model.page() instanceof Page.Log log ? log : null;
        if (now != null && !now.page().equals(wanted)) {
            Model left = model.with(model.work().with((Followed) null));
            return Step.of(left).and(new Effect.Unfollow(now.tag())).then(Logs::renewed);
        }
        if (now != null && cameBack(model, now)) {
            return renewed(model.with(model.work().with((Followed) null)));
        }
        if (now != null || wanted == null || !model.link().isUp()) {
            return Step.of(model);
        }
        Request.ContainerLog request =
                new Request.ContainerLog(wanted.host(), wanted.container(), LogForm.part(model, wanted.part()));
        return Step.of(model.with(model.work().following(wanted, session(model, wanted))))
                .and(new Effect.Follow(model.work().next(), request));
    }

    /** The link was lost that told it, and its host has another one by now. */
    private static boolean cameBack(Model model, Followed log) {
        HostSnapshot host = model.facts().host(log.page().host());
        return log.problem() != null
                && log.problem().code() == Problem.Code.LINK_LOST
                && host != null
                && host.state() == HostState.UP
                && !Objects.equals(host.since(), log.session());
    }

    private static @Nullable Instant session(Model model, Page.Log page) {
        HostSnapshot host = model.facts().host(page.host());
        return host == null ? null : host.since();
    }

    /** Whoever is at the end stays there; elsewhere the same lines stay in sight. */
    static Step logged(Model model, long tag, List<String> lines) {
        Followed log = model.work().log();
        if (log == null || log.tag() != tag) {
            return Step.of(model);
        }
        Followed longer = log.with(lines);
        int width = Texts.width(model, log.page(), Layout.width(model.size()));
        int before = LogText.lines(log, width).size();
        int gone = before
                + LogText.height(lines, width)
                - LogText.lines(longer, width).size();
        PageState state = model.navigation().state(log.page());
        boolean atEnd = state.top() + Layout.of(model.size()).lines() >= before;
        PageState moved = state.from(atEnd ? END : Math.max(0, state.top() - gone));
        return Step.of(
                model.with(model.work().with(longer)).with(model.navigation().with(log.page(), moved)));
    }

    static Step ended(Model model, long tag, @Nullable Problem problem) {
        Followed log = model.work().log();
        return Step.of(
                log == null || log.tag() != tag
                        ? model
                        : model.with(model.work().with(log.ended(problem))));
    }
}

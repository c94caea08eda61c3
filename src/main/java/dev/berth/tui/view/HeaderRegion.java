package dev.berth.tui.view;

import dev.berth.api.HostState;
import dev.berth.api.Reply;
import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Glyph;
import dev.berth.tui.draw.Style;
import dev.berth.tui.draw.TextWidth;
import dev.berth.tui.model.Facts;
import dev.berth.tui.model.Link;
import dev.berth.tui.model.Model;
import dev.berth.tui.table.Words;

/** The first line: the program, what it looks at, how much there is, and how the agent is. */
final class HeaderRegion {
    private HeaderRegion() {}

    static void draw(Model model, Canvas canvas) {
        int room = canvas.width() - agent(model, canvas);
        Canvas left = canvas.region(0, 0, Math.max(0, room), 1);
        int x = left.text(1, 0, "Berth", Style.TITLE) + 1;
        x = marks(model, left, x);
        counts(model, left, x + 1);
    }

    /** Draws it at the right end; returns its width. */
    private static int agent(Model model, Canvas canvas) {
        String text = agent(model);
        Style style = switch (model.link()) {
            case Link.Connecting connecting -> Style.BUSY;
            case Link.Up up -> Style.OK;
            case Link.Lost lost -> Style.ERROR;
        };
        String cut = TextWidth.cut(text, Math.max(10, canvas.width() - 9));
        int width = TextWidth.width(cut) + 2;
        canvas.text(canvas.width() - width + 1, 0, cut, style);
        return width;
    }

    private static String agent(Model model) {
        return switch (model.link()) {
            case Link.Connecting connecting ->
                model.glyphs().spinner(model.now().spin()) + " connecting to the agent…";
            case Link.Up up -> model.glyphs().of(Glyph.DOT_FULL) + " agent";
            case Link.Lost lost ->
                model.glyphs().of(Glyph.CROSS) + " agent lost, "
                        + (lost.trying()
                                ? "connecting…"
                                : "next try in " + Words.span(model.now().secondsUntil(lost.retryAt())))
                        + ": " + lost.problem().message();
        };
    }

    private static int marks(Model model, Canvas canvas, int start) {
        int x = canvas.text(start, 0, model.setup().build(), Style.DIM) + 1;
        Reply.Welcome welcome = model.link() instanceof Link.Up up ? up.welcome() : null;
        boolean demo = welcome != null && welcome.demo();
        if (demo) {
            x = canvas.text(x, 0, "DEMO", Style.WARN) + 1;
        }
        if (model.setup().readonly()) {
            x = canvas.text(x, 0, "read-only", Style.WARN) + 1;
        }
        String world = model.setup().world();
        return world == null || demo ? x : canvas.text(x, 0, world, Style.ACCENT) + 1;
    }

    private static void counts(Model model, Canvas canvas, int start) {
        Facts facts = model.facts();
        if (!facts.known()) {
            return;
        }
        int x = start;
        x = count(model, canvas, x, Words.count(facts.hosts().size(), "host") + ", " + facts.up() + " up", Style.TEXT);
        long failed = facts.hosts().stream()
                .filter(host -> host.state() == HostState.FAILED)
                .count();
        if (failed > 0) {
            x = count(model, canvas, x, failed + " failed", Style.ERROR);
        }
        if (facts.tunnelsOn() > 0) {
            x = count(model, canvas, x, Words.count(facts.tunnelsOn(), "tunnel"), Style.TEXT);
        }
        if (!facts.allServers().isEmpty()) {
            count(model, canvas, x, facts.allServers().size() + " Jupyter", Style.TEXT);
        }
    }

    /** Whole or not at all. */
    private static int count(Model model, Canvas canvas, int x, String text, Style style) {
        if (x + TextWidth.width(text) + 2 > canvas.width()) {
            return canvas.width();
        }
        int next = canvas.text(x, 0, model.glyphs().of(Glyph.BULLET) + " ", Style.DIM);
        return canvas.text(next, 0, text, style) + 1;
    }
}

package dev.berth.tui.table;

import dev.berth.api.Container;
import dev.berth.api.HostState;
import dev.berth.api.JupyterServer;
import dev.berth.api.TunnelStatus;
import dev.berth.tui.draw.Glyph;
import dev.berth.tui.draw.Style;

/** The one vocabulary of states: a sign, a word and a colour, never one of them alone. */
public record Status(Glyph glyph, String word, Style style, boolean turning) {

    public static Status of(HostState state) {
        return switch (state) {
            case OFF -> still(Glyph.DOT_EMPTY, "off", Style.OFF);
            case CONNECTING -> turning("connecting");
            case NEEDS_ANSWER -> still(Glyph.WARNING, "needs answer", Style.WARN);
            case UP -> still(Glyph.DOT_FULL, "up", Style.OK);
            case RECONNECTING -> still(Glyph.DOT_HALF, "reconnecting", Style.WARN);
            case FAILED -> still(Glyph.CROSS, "failed", Style.ERROR);
        };
    }

    public static Status of(TunnelStatus.State state) {
        return switch (state) {
            case OFF -> still(Glyph.DOT_EMPTY, "off", Style.OFF);
            case LISTENING -> still(Glyph.DOT_HALF, "listening", Style.BUSY);
            case UP -> still(Glyph.DOT_FULL, "up", Style.OK);
            case LINK_DOWN -> still(Glyph.WARNING, "link down", Style.WARN);
            case SERVICE_DOWN -> still(Glyph.WARNING, "service down", Style.WARN);
            case FAILED -> still(Glyph.CROSS, "failed", Style.ERROR);
        };
    }

    public static Status of(JupyterServer.State state) {
        return switch (state) {
            case STARTING -> turning("starting");
            case READY -> still(Glyph.DOT_FULL, "ready", Style.OK);
            case UNREACHABLE -> still(Glyph.WARNING, "unreachable", Style.WARN);
            case STOPPING -> turning("stopping");
        };
    }

    public static Status of(Container container) {
        return switch (container.state()) {
            case "running" ->
                container.status().contains("unhealthy")
                        ? still(Glyph.WARNING, "unhealthy", Style.WARN)
                        : still(Glyph.DOT_FULL, "running", Style.OK);
            case "paused", "created" -> still(Glyph.DOT_HALF, container.state(), Style.OFF);
            case "restarting", "removing" -> turning(container.state());
            case "dead" -> still(Glyph.CROSS, "dead", Style.ERROR);
            case "exited" -> exited(container.status());
            default -> still(Glyph.UNKNOWN, container.state(), Style.OFF);
        };
    }

    /** Docker tells the exit code only in its sentence: "Exited (137) 2 hours ago". */
    private static Status exited(String sentence) {
        int open = sentence.indexOf('(');
        int close = sentence.indexOf(')', open + 1);
        String code = open >= 0 && close > open ? sentence.substring(open + 1, close) : "";
        boolean fine = code.isEmpty() || code.equals("0");
        return still(Glyph.DOT_EMPTY, fine ? "exited" : "exited " + code, fine ? Style.OFF : Style.WARN);
    }

    private static Status still(Glyph glyph, String word, Style style) {
        return new Status(glyph, word, style, false);
    }

    private static Status turning(String word) {
        return new Status(Glyph.DOT_HALF, word, Style.BUSY, true);
    }
}

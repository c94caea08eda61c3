package dev.berth.desktop;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a person something now: through the terminal, which may be on another machine (a control sequence and the bell),
 * and on the desktop of this one, where it has one.
 */
public final class Notifications {
    private static final long MOST_SECONDS = 3;
    private static final int LONGEST = 300;
    /** Terminals that show a notification of their own for OSC 9; a second one from the desktop would repeat it. */
    private static final Set<String> SHOWING = Set.of("iTerm.app", "WezTerm", "ghostty");

    private final Map<String, String> env;
    private final boolean mac;

    public Notifications(Map<String, String> env) {
        this(env, Programs.MAC);
    }

    Notifications(Map<String, String> env, boolean mac) {
        this.env = env;
        this.mac = mac;
    }

    /**
     * What makes a terminal tell it: urxvt, foot and VTE know OSC 777, the others OSC 9, and those that know neither
     * ignore them. The bell comes last and works everywhere. tmux and screen pass on what is wrapped for them.
     */
    public String controls(String title, String text) {
        String body = knows777()
                ? "777;notify;" + plain(title).replace(';', ',') + ";" + plain(text)
                : "9;" + plain(title + ": " + text);
        String sequence = "\u001b]" + body + "\u001b\\";
        if (Programs.isSet(env, "TMUX")) {
            sequence = "\u001bPtmux;" + sequence.replace("\u001b", "\u001b\u001b") + "\u001b\\";
        } else if (Programs.isSet(env, "STY")) {
            // screen ends its wrapper at the first ESC \, so that the sequence inside ends with BEL
            sequence = "\u001bP\u001b]" + body + "\u0007\u001b\\";
        }
        return sequence + "\u0007";
    }

    private boolean knows777() {
        String term = env.getOrDefault("TERM", "");
        return term.startsWith("foot") || term.startsWith("rxvt") || Programs.isSet(env, "VTE_VERSION");
    }

    /** The terminal shows by itself what {@link #controls} tells it. */
    public boolean terminalShows() {
        return SHOWING.contains(env.getOrDefault("TERM_PROGRAM", ""))
                || env.getOrDefault("TERM", "").startsWith("foot");
    }

    /** Blocks up to three seconds. False where this machine has no desktop that could show it. */
    public boolean send(String title, String text) {
        List<String> command = command(plain(title), plain(text));
        return !command.isEmpty() && Programs.succeeds(env, command, null, MOST_SECONDS);
    }

    private List<String> command(String title, String text) {
        if (Programs.remote(env) || !Programs.display(env, mac)) {
            return List.of();
        }
        Optional<String> program = Programs.find(env, mac ? "osascript" : "notify-send");
        if (program.isEmpty()) {
            return List.of();
        }
        // Both take the texts as arguments, so that nothing in them is read as a script.
        return mac
                ? List.of(
                        program.get(),
                        "-e",
                        "on run argv",
                        "-e",
                        "display notification (item 2 of argv) with title (item 1 of argv)",
                        "-e",
                        "end run",
                        title,
                        text)
                : List.of(program.get(), "--app-name=Berth", "--", title, escaped(text));
    }

    /** A notification's text is read as markup. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Names come from boxes: nothing in them may end the sequence, or begin another. */
    private static String plain(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
    }
}

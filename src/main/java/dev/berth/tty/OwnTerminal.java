package dev.berth.tty;

import java.io.IOException;
import java.util.EnumSet;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Size;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jline.utils.Signals;

/** The terminal that standard input and output are. Bytes go by the process's own streams. */
public final class OwnTerminal {
    /**
     * Switches off what this or a remote program may have left on: an update that was begun, colours, pastes, mouse and
     * focus reports, application keys, insert mode, another character set, a hidden cursor. Moves nothing.
     */
    public static final String TIDY = "\033[?2026l\033[0m\033[?2004l\033[?1000l\033[?1002l\033[?1003l\033[?1004l"
            + "\033[?1006l\033[?1l\033>\033[?7h\033[4l\033(B\017\033[?25h";

    /** For a terminal that does not know its size, as over some serial lines. */
    private static final Cells USUAL = new Cells(80, 24);

    private final Pty pty;
    private final Attributes found;

    /** How large it is. At least one of each. */
    public record Cells(int columns, int rows) {}

    private OwnTerminal(Pty pty) throws IOException {
        this.pty = pty;
        this.found = pty.getAttr();
    }

    /**
     * Takes hold of the terminal without changing or asking it. JLine's own terminal class is passed by: it would parse
     * capabilities and start readers that nobody needs, and that is half of the time to the first frame.
     *
     * @param who needs it, for the sentence
     * @throws IOException with a sentence for the person when there is none
     */
    public static OwnTerminal open(String who) throws IOException {
        return new OwnTerminal(pty(who));
    }

    /** Standard output is a terminal, whatever standard input is. */
    public static boolean isOutput() {
        try {
            return new JniTerminalProvider().isSystemStream(SystemStream.Output);
        } catch (RuntimeException | LinkageError noNative) {
            return new ExecTerminalProvider().isSystemStream(SystemStream.Output);
        }
    }

    private static Pty pty(String who) throws IOException {
        try {
            JniTerminalProvider provider = new JniTerminalProvider();
            requireTerminal(provider, who);
            return provider.current(SystemStream.Output);
        } catch (RuntimeException | LinkageError noNative) {
            return ptyWithoutNative(who);
        }
    }

    /** Runs stty(1) instead: for systems that let no native library be loaded. */
    private static Pty ptyWithoutNative(String who) throws IOException {
        ExecTerminalProvider provider = new ExecTerminalProvider();
        requireTerminal(provider, who);
        return provider.current(SystemStream.Output);
    }

    private static void requireTerminal(TerminalProvider provider, String who) throws IOException {
        if (!provider.isSystemStream(SystemStream.Input) || !provider.isSystemStream(SystemStream.Output)) {
            throw new IOException(who + " needs a terminal, but standard input or output is none.");
        }
    }

    public Cells size() {
        try {
            Size size = pty.getSize();
            if (size.getColumns() > 0 && size.getRows() > 0) {
                return new Cells(size.getColumns(), size.getRows());
            }
        } catch (IOException gone) {
            // The reader meets the same end and says so.
        }
        return USUAL;
    }

    /** From now on each key comes at once and as it is, and output goes out unchanged. */
    public void raw() throws IOException {
        Attributes raw = new Attributes(found);
        raw.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.ISIG, LocalFlag.IEXTEN), false);
        raw.setInputFlags(
                EnumSet.of(
                        InputFlag.IXON,
                        InputFlag.ICRNL,
                        InputFlag.INLCR,
                        InputFlag.IGNCR,
                        InputFlag.BRKINT,
                        InputFlag.PARMRK,
                        InputFlag.INPCK,
                        InputFlag.ISTRIP),
                false);
        raw.setOutputFlags(EnumSet.of(OutputFlag.OPOST), false);
        raw.setControlChar(ControlChar.VMIN, 1);
        raw.setControlChar(ControlChar.VTIME, 0);
        pty.setAttr(raw);
    }

    /** Back to the modes that were found. */
    public void restore() throws IOException {
        pty.setAttr(found);
    }

    /** Runs {@code handler} at each signal of that name, such as {@code WINCH}, on a thread of its own. */
    public static void on(String signal, Runnable handler) {
        Signals.register(signal, handler);
    }
}

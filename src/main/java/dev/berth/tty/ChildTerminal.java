package dev.berth.tty;

import dev.berth.tty.OwnTerminal.Cells;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Size;
import org.jline.terminal.impl.jni.JniNativePty;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;

/** A pseudo-terminal of this machine: we hold one end, a child that opens {@link #path} has the other. */
public final class ChildTerminal implements AutoCloseable {
    private final JniNativePty pty;

    private ChildTerminal(JniNativePty pty) {
        this.pty = pty;
    }

    /** @throws IOException where the machine has none to give, or lets no native library be loaded */
    public static ChildTerminal open(Cells size) throws IOException {
        try {
            Pty made = new JniTerminalProvider().open(null, Size.of(size.columns(), size.rows()));
            if (!(made instanceof JniNativePty pty)) {
                made.close();
                throw new IOException("this machine's pseudo-terminals are of an unknown kind");
            }
            Attributes attributes = pty.getAttr();
            attributes.setInputFlags(EnumSet.of(InputFlag.IUTF8), true);
            pty.setAttr(attributes);
            return new ChildTerminal(pty);
        } catch (LinkageError noNative) {
            throw new IOException("this machine lets Berth load no code for pseudo-terminals", noNative);
        }
    }

    /** The child's end. */
    public String path() {
        return pty.getName();
    }

    /** What is printed there. Ends, or fails, once nobody has the other end open. */
    public InputStream printed() {
        return pty.getMasterInput();
    }

    /** What is typed there. */
    public OutputStream typed() {
        return pty.getMasterOutput();
    }

    public void resize(Cells size) throws IOException {
        pty.setSize(Size.of(size.columns(), size.rows()));
    }

    /** Closes the child's end as far as it is open here: until then {@link #printed} would not end. */
    public void leaveToChild() throws IOException {
        pty.getSlaveInput().close();
    }

    @Override
    public void close() throws IOException {
        pty.close();
    }
}

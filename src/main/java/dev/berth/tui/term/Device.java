package dev.berth.tui.term;

import com.googlecode.lanterna.TerminalSize;
import java.io.IOException;

/** Where frames go: the local terminal, or in tests a memory of what was written. */
interface Device {
    /** At least one column and one row, whatever the terminal says. */
    TerminalSize size();

    /** Writes a frame whole, or not at all when the screen is not ours at the moment. */
    void write(byte[] frame, int offset, int length) throws IOException;

    void enterFullScreen() throws IOException;

    void leaveFullScreen() throws IOException;

    void close() throws IOException;
}

package dev.berth.tui.term;

import java.io.IOException;

/** Takes the bytes of the keyboard as they come, in place of the key decoder. */
public interface RawSink {
    /**
     * Takes bytes, on the thread that reads the keyboard. May block; keys wait meanwhile.
     *
     * @throws IOException when the other side is gone; these bytes and all later ones then become events again
     */
    void accept(byte[] bytes, int offset, int length) throws IOException;
}

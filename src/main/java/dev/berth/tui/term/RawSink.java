package dev.berth.tui.term;

/** Takes the bytes of the keyboard as they come, in place of the key decoder. */
public interface RawSink {
    /** Takes bytes, on the thread that reads the keyboard. May block; keys wait meanwhile. */
    void accept(byte[] bytes, int offset, int length);
}

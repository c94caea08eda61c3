package dev.berth.link;

import java.io.IOException;

/** A command on a pty of the host: {@link #stdout} carries all it prints. */
public interface RemotePty extends RemoteCommand {
    void resize(int columns, int rows) throws IOException;
}

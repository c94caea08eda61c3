package dev.berth.fleet;

import dev.berth.api.LinkKind;
import dev.berth.api.ProblemException;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import dev.berth.ssh.Questioner;

/** How a host will be reached: what a row says of it, and the opening itself. */
record Way(String address, String user, LinkKind kind, Opening opening) {
    /** Opens the link; blocks until it is open. */
    interface Opening {
        Link open(Questioner questioner, CommandJournal journal) throws ProblemException, InterruptedException;
    }
}

package dev.berth.fleet;

import dev.berth.api.ProblemException;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;

/** How a host will be reached: what a row says of it, and the opening itself. */
record Way(String address, String user, Opening opening) {
    /** Opens the link; blocks until it is open. */
    interface Opening {
        Link open(DialQuestions questions, CommandJournal journal) throws ProblemException, InterruptedException;
    }
}

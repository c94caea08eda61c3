package dev.berth.jupyter;

import dev.berth.api.ProblemException;

/** Looks at the port a server will get, before it is started: a problem calls the start off, and nothing has run. */
public interface PortCheck {
    void check(int port) throws ProblemException;
}

package dev.berth.cli;

import dev.berth.api.Wiring;
import java.io.InputStream;
import java.io.PrintStream;

/** What a verb runs with: the way to the agent, and this process's streams. */
public record Front(Wiring wiring, InputStream in, PrintStream out, PrintStream err) {}

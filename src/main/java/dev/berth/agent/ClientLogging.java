package dev.berth.agent;

import java.nio.file.Path;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Where a screen or a verb logs: into the agent's log. Named to the JDK as its logging configuration, it is loaded by the
 * first who logs: a start that logs nothing pays nothing, and nothing ever reaches the terminal.
 */
public final class ClientLogging {
    private static final String FILE = "berth.log";

    /** Called by the JDK's {@link LogManager} in place of reading its own configuration. */
    public ClientLogging() {
        Logger.getLogger("").addHandler(new LogFile(Path.of(System.getProperty(FILE))));
    }

    /** To be called before anybody logs. */
    public static void to(Path log) {
        System.setProperty(FILE, log.toString());
        System.setProperty("java.util.logging.config.class", ClientLogging.class.getName());
    }
}

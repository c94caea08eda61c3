package dev.berth.mux;

import java.nio.file.Path;

/**
 * A master that answers.
 *
 * @param control its socket
 * @param host the word a person knows its host by
 * @param doors closed with the link
 */
record Master(Path control, String host, Pulse pulse, Doors doors) {}

/**
 * A link by OpenSSH's own master: the user's, found at its ControlPath, or one that this room starts and whose questions
 * come to our dialogs. Speaks the master's protocol (OpenSSH's PROTOCOL.mux) over its control socket, and hands it the
 * far ends of our sockets as descriptors, the one thing Java has no call for ({@link dev.berth.mux.Posix}). Knows neither
 * Docker nor who asks for the link.
 *
 * <p>A conversation with the master blocks in system calls, so it has a platform thread of its own; what streams and
 * commands carry goes over Java's sockets, which virtual threads may wait for.
 */
@NullMarked
package dev.berth.mux;

import org.jspecify.annotations.NullMarked;

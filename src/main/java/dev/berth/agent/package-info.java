/**
 * The process that outlives a screen: its socket server, the client's side of that socket, how it is started, and when it
 * ends. Passes requests on to the fleet and knows nothing of what they mean; knows files through config, and no screen.
 *
 * <p>Threads, all virtual: one that accepts; for each connection one that reads, one that writes, and one for each
 * request on its way. A client has two daemon threads, one that reads and one that writes.
 */
@NullMarked
package dev.berth.agent;

import org.jspecify.annotations.NullMarked;

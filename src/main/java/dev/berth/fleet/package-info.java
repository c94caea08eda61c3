/**
 * One supervisor a host: it dials, watches, redials, and folds what its watchers report into one immutable snapshot.
 * Holds the tunnels and the questions too, and answers every request about a host. Knows the rooms below (ssh, docker,
 * gpu, jupyter, tunnel) and the contract; knows no socket, no screen, no verb.
 */
@NullMarked
package dev.berth.fleet;

import org.jspecify.annotations.NullMarked;

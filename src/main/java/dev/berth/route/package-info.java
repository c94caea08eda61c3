/**
 * How a port of a host or of a container is reached: through its published port, its own address, or a relay inside it.
 * Tunnels and Jupyter's HTTP calls go these ways. Knows links and Docker.
 */
@NullMarked
package dev.berth.route;

import org.jspecify.annotations.NullMarked;

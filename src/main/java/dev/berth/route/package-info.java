/**
 * Which ports of a host and its containers are listened on, and how one is reached: through its published port, its own
 * address, or a relay inside the container. Tunnels and Jupyter's HTTP calls go these ways. Knows links and Docker.
 */
@NullMarked
package dev.berth.route;

import org.jspecify.annotations.NullMarked;

/**
 * Tunnels: a port of this machine that leads to a port of a host or of a container. A tunnel keeps its port while the
 * host's link comes and goes. Knows routes and their streams; neither SSH nor Docker, and not who decides which tunnels
 * there are.
 */
@NullMarked
package dev.berth.tunnel;

import org.jspecify.annotations.NullMarked;

/**
 * Jupyter servers on a host, in its containers and beside them: found whoever started them, started so that nothing
 * depends on this machine, stopped with all they started, asked for their kernels. What happens over there is written in
 * small shell scripts that lie beside these classes. Knows Docker, routes and HTTP; not SSH, not tunnels.
 */
@NullMarked
package dev.berth.jupyter;

import org.jspecify.annotations.NullMarked;

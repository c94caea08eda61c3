/**
 * What a host's GPUs do, and for whom: nvidia-smi run on the host, its processes joined with users and containers. Knows
 * how to run a command on a link; neither SSH nor Docker.
 */
@NullMarked
package dev.berth.gpu;

import org.jspecify.annotations.NullMarked;

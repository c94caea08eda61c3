/**
 * The terminal this program runs in: its modes, its size, its signals. JLine talks to the kernel. Knows nothing of what is
 * drawn or sent through it; any thread may call.
 */
@NullMarked
package dev.berth.tty;

import org.jspecify.annotations.NullMarked;

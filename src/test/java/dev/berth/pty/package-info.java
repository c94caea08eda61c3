/** Runs programs on a real pseudo-terminal. Knows nothing of the program under test. */
@NullMarked
package dev.berth.pty;

import org.jspecify.annotations.NullMarked;

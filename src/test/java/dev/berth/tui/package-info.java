/** Tests of the full screen, an agent in memory to run it on, and a sample fleet. */
@NullMarked
package dev.berth.tui;

import org.jspecify.annotations.NullMarked;

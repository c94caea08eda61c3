/**
 * The main program: finds out what it was called for, wires the rooms, and hands over. The one place that knows them all;
 * nobody knows it.
 */
@NullMarked
package dev.berth;

import org.jspecify.annotations.NullMarked;

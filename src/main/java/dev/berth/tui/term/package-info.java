/**
 * The local terminal: raw mode, size, signals, keys in and frames out, and the hand-over of all of it to a remote shell.
 * The only package that knows JLine's terminal and Lanterna. Knows no view and nothing of the program's model; what a
 * frame shows is drawn by its caller on a canvas.
 */
@NullMarked
package dev.berth.tui.term;

import org.jspecify.annotations.NullMarked;

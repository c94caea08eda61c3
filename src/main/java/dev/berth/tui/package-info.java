/**
 * The full-screen program: {@link dev.berth.tui.Screen} owns the terminal and the model, and runs what events ask for. Below
 * it lie {@code model} (what is known), {@code table} (what lists say), {@code action} (what can be done), {@code update}
 * (what events do), {@code view} (how it is drawn), {@code draw} and {@code term} (the terminal). Knows the agent by its
 * contract only.
 */
@NullMarked
package dev.berth.tui;

import org.jspecify.annotations.NullMarked;

/**
 * What the full-screen program knows at one moment: one immutable {@link dev.berth.tui.model.Model}, the events that change
 * it and the effects a change asks for. Pure data with small editing rules; knows the agent's contract and keys, neither
 * how anything is drawn nor any thread.
 */
@NullMarked
package dev.berth.tui.model;

import org.jspecify.annotations.NullMarked;

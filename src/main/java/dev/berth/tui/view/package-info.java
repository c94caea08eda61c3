/**
 * Draws the model: {@link dev.berth.tui.view.Render} shares the screen out, and each region and each dialog has a class of
 * its own. Only draws: whatever is shown follows from the model, nothing is kept between two frames.
 */
@NullMarked
package dev.berth.tui.view;

import org.jspecify.annotations.NullMarked;

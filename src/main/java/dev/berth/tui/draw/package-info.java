/**
 * What a view draws with: a canvas of cells, named styles, glyphs and themes, and the width of remote text. Knows neither
 * the terminal nor the program's model.
 */
@NullMarked
package dev.berth.tui.draw;

import org.jspecify.annotations.NullMarked;

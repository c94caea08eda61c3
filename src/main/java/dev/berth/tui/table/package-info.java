/**
 * What the lists and pages of the screen say: rows, columns, details and empty states as text with named styles, computed
 * from the model whenever they are needed and never kept. Knows the model; neither where on the screen it goes nor what
 * a key does.
 */
@NullMarked
package dev.berth.tui.table;

import org.jspecify.annotations.NullMarked;

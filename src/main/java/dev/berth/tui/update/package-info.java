/**
 * What an event does to the model: one pure function, split by the kind of event. Knows the actions; never blocks, reads no
 * clock and throws for no mistake of a person or an agent.
 */
@NullMarked
package dev.berth.tui.update;

import org.jspecify.annotations.NullMarked;

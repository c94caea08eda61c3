@NullMarked
package dev.berth.jupyter;

import org.jspecify.annotations.NullMarked;

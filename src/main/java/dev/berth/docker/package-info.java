/**
 * Docker's API over a link: lists, events, inspect and exec, each refusal told in words. Knows links and HTTP; not SSH,
 * not Jupyter, not tunnels.
 */
@NullMarked
package dev.berth.docker;

import org.jspecify.annotations.NullMarked;

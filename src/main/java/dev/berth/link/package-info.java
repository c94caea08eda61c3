/**
 * What a host can do for us, as one small interface: run a command, with or without a pty, open a TCP or Unix-socket
 * stream, listen on its side. Knows neither SSH nor Docker; who implements it knows nothing of the rooms above.
 */
@NullMarked
package dev.berth.link;

import org.jspecify.annotations.NullMarked;

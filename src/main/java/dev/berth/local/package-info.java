/**
 * A link to the machine Berth itself runs on: commands and ptys are child processes, streams are sockets, and nothing of
 * SSH is in between.
 */
@NullMarked
package dev.berth.local;

import org.jspecify.annotations.NullMarked;

/**
 * What a front end may do on the desktop it runs on: open a browser or an editor, fill the
 * clipboard, tell something. Knows only the operating system
 * and its environment variables; nothing of the agent, the screen or the verbs.
 */
@NullMarked
package dev.berth.desktop;

import org.jspecify.annotations.NullMarked;

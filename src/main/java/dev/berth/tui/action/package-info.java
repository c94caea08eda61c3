/**
 * What a person can do: the one registry of actions that keys, hints, help, palette and menus are made from, and what each
 * action does to the model. Pure: an action gives back a step, it does nothing itself.
 */
@NullMarked
package dev.berth.tui.action;

import org.jspecify.annotations.NullMarked;

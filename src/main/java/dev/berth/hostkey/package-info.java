/**
 * Host keys: what known_hosts files say with OpenSSH's meaning, who decides about a key that they do not vouch for, and
 * the sentences for it. Both links that check host keys use it; it knows neither of them.
 */
@NullMarked
package dev.berth.hostkey;

import org.jspecify.annotations.NullMarked;

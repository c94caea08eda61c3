/**
 * A link by sshj: resolves a destination as {@code ssh} would, connects, checks the host key, authenticates, watches.
 * Knows the ssh configuration, known_hosts, keys and agents; knows neither Docker nor who asks for the link. Everything
 * that could block sshj's one reading thread a connection is replaced by channels of our own ({@link
 * dev.berth.ssh.LinkChannel}).
 */
@NullMarked
package dev.berth.ssh;

import org.jspecify.annotations.NullMarked;

/**
 * What is carried between this machine and a host, as tars over a connection to the agent: files, the directory of a
 * build, images. Knows the contract and this machine's files; no screen and no verb.
 */
@NullMarked
package dev.berth.carry;

import org.jspecify.annotations.NullMarked;

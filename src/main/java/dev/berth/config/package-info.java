/**
 * What lies in files of this machine: where a world's files are, the user's config.yaml, which is only read, and our own
 * state.json, which is only ever replaced whole. Knows the contract; knows no agent, no host and no screen.
 */
@NullMarked
package dev.berth.config;

import org.jspecify.annotations.NullMarked;

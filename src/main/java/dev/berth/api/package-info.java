/**
 * The contract between the agent and its front ends, and the vocabulary of the whole program: immutable records for what
 * hosts, containers, GPUs, Jupyter servers and tunnels are, the requests, replies and events of the wire, and the
 * problems a person can be told. Pure data: knows no room, no thread, no file and no socket; every room may know it.
 */
@NullMarked
package dev.berth.api;

import org.jspecify.annotations.NullMarked;

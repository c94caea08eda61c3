/**
 * The verbs: picocli parses, the agent is asked, data goes to standard output and talk to standard error. Names, JSON
 * fields and exit codes are a promise to scripts. Knows only the contract.
 */
@NullMarked
package dev.berth.cli;

import org.jspecify.annotations.NullMarked;

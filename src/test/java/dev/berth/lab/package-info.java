/** The lab of {@code src/lab} as tests see it: real boxes with sshd and Docker on this machine. */
@NullMarked
package dev.berth.lab;

import org.jspecify.annotations.NullMarked;

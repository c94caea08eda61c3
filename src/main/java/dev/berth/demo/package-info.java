/**
 * The boxes of {@code berth demo}: a real SSH server each, with a stand-in of Docker's API, of nvidia-smi and of Jupyter
 * behind it, all inside this process. Nothing is ever run on the user's machine, and nothing is listened on but loopback.
 * Knows what Berth's rooms say to a host, from the host's side; none of their classes. Threads: MINA's own for SSH, a
 * virtual one for each command and stream.
 */
@NullMarked
package dev.berth.demo;

import org.jspecify.annotations.NullMarked;

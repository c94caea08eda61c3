package dev.berth.ssh;

import net.schmizz.sshj.connection.Connection;

/** What the channels of a connection share. */
record Trunk(Connection connection, Lifeline lifeline, Gathering gathering, Lateness lateness) {}

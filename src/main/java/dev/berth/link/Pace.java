package dev.berth.link;

import java.time.Duration;

/**
 * How often a host is asked whether it is there, and how long it may then be silent. For a master of the user's, too:
 * whether its ssh asks by itself is not known.
 */
public record Pace(Duration every, Duration patience) {}

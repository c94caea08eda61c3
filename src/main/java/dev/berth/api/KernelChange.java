package dev.berth.api;

/** What can be done to a kernel. */
public enum KernelChange {
    /** What it computes is broken off; its variables stay. */
    INTERRUPT,
    /** It begins anew, with nothing in memory. */
    RESTART,
    STOP
}

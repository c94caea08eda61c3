package dev.berth.demo;

/** Something of the box that listens: a port of the made-up network, and the loopback port that really stands for it. */
interface DemoListener {
    int port();

    /** Where it really listens, on this machine's loopback. */
    int localPort();

    /** Only its own network's loopback reaches it. */
    boolean loopbackOnly();

    void close();
}

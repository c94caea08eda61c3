package dev.berth.ssh;

/** When the host was heard last, by System.nanoTime. */
final class Heard {
    private volatile long last = System.nanoTime();

    void now() {
        last = System.nanoTime();
    }

    long last() {
        return last;
    }
}

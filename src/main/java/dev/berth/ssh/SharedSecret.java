package dev.berth.ssh;

import java.math.BigInteger;

/**
 * A shared secret that its key exchange hashes as a string. sshj hashes every one as an integer, whose bytes would lose
 * leading zeros and gain one before a set first bit; this integer gives its bytes as they are.
 */
final class SharedSecret extends BigInteger {
    private static final long serialVersionUID = 1;

    private final transient byte[] bytes;

    SharedSecret(byte[] bytes) {
        super(1, bytes);
        this.bytes = bytes.clone();
    }

    @Override
    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "***";
    }
}

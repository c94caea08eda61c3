package dev.berth.ssh;

import dev.berth.link.ByteStream;
import java.io.InputStream;
import java.io.OutputStream;
import net.schmizz.sshj.common.SSHPacket;

/** A stream through the host, to a TCP address or a Unix socket of it, or from one that came in on a port of it. */
final class StreamChannel extends LinkChannel implements ByteStream {
    /** What follows the common part of the request to open it; RFC 4254 section 7.2, OpenSSH's PROTOCOL section 2.4. */
    private interface Target {
        void write(SSHPacket open);
    }

    private final Target target;

    private StreamChannel(Trunk trunk, String type, Target target) {
        super(trunk, type);
        this.target = target;
    }

    static StreamChannel tcp(Trunk trunk, String address, int port) {
        return new StreamChannel(
                trunk,
                "direct-tcpip",
                open -> open.putString(address)
                        .putUInt32(port)
                        .putString("127.0.0.1")
                        .putUInt32(0));
    }

    static StreamChannel unix(Trunk trunk, String path) {
        return new StreamChannel(
                trunk,
                "direct-streamlocal@openssh.com",
                open -> open.putString(path).putString("").putUInt32(0));
    }

    /** One that the host opens. */
    static StreamChannel forwarded(Trunk trunk, String type) {
        return new StreamChannel(trunk, type, open -> {});
    }

    @Override
    protected SSHPacket buildOpenReq() {
        SSHPacket open = super.buildOpenReq();
        target.write(open);
        return open;
    }

    @Override
    public InputStream input() {
        return inbox();
    }

    @Override
    public OutputStream output() {
        return outbox();
    }

    @Override
    public boolean inputFinished() {
        return inbox().finished();
    }
}

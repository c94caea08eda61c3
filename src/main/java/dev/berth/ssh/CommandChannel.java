package dev.berth.ssh;

import dev.berth.link.RemotePty;
import dev.berth.link.Runs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.transport.TransportException;
import org.jspecify.annotations.Nullable;

/** A command of the host, on a pty or not; RFC 4254 section 6. */
final class CommandChannel extends LinkChannel implements RemotePty {
    /** As ssh itself says where it is told no exit code. */
    private static final int UNKNOWN_EXIT = 255;

    /** Erasing takes a whole character, not a byte: mode 42 (RFC 8160) is 1, and no more modes follow. */
    private static final byte[] UTF8 = {42, 0, 0, 0, 1, 0};

    private static final int STDERR = 1;

    private final Inbox stderr = newInbox();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final Runnable release;
    private volatile boolean onPty;
    private volatile boolean told;

    /** @param release called once the host no longer counts this session */
    CommandChannel(Trunk trunk, Runnable release) {
        super(trunk, "session");
        this.release = release;
    }

    void allocatePty(String term, int columns, int rows) throws ConnectionException, TransportException {
        onPty = true;
        request(
                "pty-req",
                new Buffer.PlainBuffer()
                        .putString(term)
                        .putUInt32(columns)
                        .putUInt32(rows)
                        .putUInt32(0)
                        .putUInt32(0)
                        .putBytes(UTF8));
    }

    /** Asks for a variable, which sshd drops without a word where its AcceptEnv does not name it. */
    void environment(String name, String value) throws IOException {
        tell("env", new Buffer.PlainBuffer().putString(name).putString(value));
    }

    void forwardAgent() throws IOException {
        tell("auth-agent-req@openssh.com", new Buffer.PlainBuffer());
    }

    void exec(String line) throws ConnectionException, TransportException {
        request("exec", new Buffer.PlainBuffer().putString(line));
    }

    void shell() throws ConnectionException, TransportException {
        request("shell", new Buffer.PlainBuffer());
    }

    private void request(String type, Buffer.PlainBuffer details) throws ConnectionException, TransportException {
        sendChannelRequest(type, true, details).await(conn.getTimeoutMs(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void gotExtendedData(SSHPacket packet) throws SSHException {
        if (packet.readUInt32AsInt() == STDERR) {
            receive(stderr, packet);
        }
    }

    @Override
    boolean request(String type, SSHPacket packet) throws Buffer.BufferException {
        switch (type) {
            case "exit-status" -> exited(packet.readUInt32AsInt());
            case "exit-signal" -> exited(exitCode(packet.readString()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void exited(int code) {
        told = true;
        exit.complete(code);
    }

    /** 128 + its number, as shells have it; RFC 4254 section 6.10 gives the names. */
    private static int exitCode(String signal) {
        return switch (signal) {
            case "HUP" -> 129;
            case "INT" -> 130;
            case "QUIT" -> 131;
            case "ILL" -> 132;
            case "TRAP" -> 133;
            case "ABRT" -> 134;
            case "FPE" -> 136;
            case "KILL" -> 137;
            case "USR1" -> 138;
            case "SEGV" -> 139;
            case "USR2" -> 140;
            case "PIPE" -> 141;
            case "ALRM" -> 142;
            case "TERM" -> 143;
            default -> UNKNOWN_EXIT;
        };
    }

    @Override
    protected void eofInputStreams() {
        stderr.finish();
        super.eofInputStreams();
    }

    @Override
    void ended(@Nullable String broken) {
        super.ended(broken);
        stderr.breakOff(broken);
        if (broken == null) {
            exit.complete(UNKNOWN_EXIT);
        } else {
            exit.completeExceptionally(new IOException(broken));
        }
    }

    @Override
    void hangUp() {
        stderr.discard();
        exit.completeExceptionally(new IOException("the command was closed before it ended"));
        super.hangUp();
    }

    @Override
    void let() {
        release.run();
    }

    @Override
    public OutputStream stdin() {
        return outbox();
    }

    @Override
    public InputStream stdout() {
        return inbox();
    }

    @Override
    public InputStream stderr() {
        return stderr;
    }

    @Override
    public int await(Duration deadline) throws IOException {
        return Runs.exit(exit, deadline);
    }

    @Override
    public void resize(int columns, int rows) throws IOException {
        tell(
                "window-change",
                new Buffer.PlainBuffer()
                        .putUInt32(columns)
                        .putUInt32(rows)
                        .putUInt32(0)
                        .putUInt32(0));
    }

    /**
     * sshd lets a command without a pty run on when its channel is closed, and counts its session until it ends. On a pty
     * the hang-up comes by itself.
     */
    @Override
    void farewell() throws IOException {
        if (!onPty && !told) {
            trans.write(newBuffer(Message.CHANNEL_REQUEST)
                    .putString("signal")
                    .putBoolean(false)
                    .putString("HUP"));
        }
    }
}

package dev.berth.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.common.channel.ChannelOutputStream;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/** A command that came over SSH, run by the {@link DemoShell} on a virtual thread. */
final class DemoCommand implements Command {
    private static final Logger LOG = Logger.getLogger(DemoCommand.class.getName());

    private final DemoShell shell;
    private final @Nullable String line;
    private final CountDownLatch ended = new CountDownLatch(1);
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private OutputStream err = OutputStream.nullOutputStream();
    private @Nullable ExitCallback exit;

    /** @param line null: the login shell was asked for */
    DemoCommand(DemoShell shell, @Nullable String line) {
        this.shell = shell;
        this.line = line;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = unbuffered(stream);
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = unbuffered(stream);
    }

    private static OutputStream unbuffered(OutputStream stream) {
        if (stream instanceof ChannelOutputStream channel) {
            channel.setNoDelay(true);
        }
        return stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        DemoWorld world = shell.world();
        boolean pty = environment.getEnv().containsKey(Environment.ENV_TERM);
        OutputStream said = pty ? new TerminalStream(out) : out;
        DemoCall call = new DemoCall(world, world.place(), List.of(), in, said, pty ? said : err, ended);
        Thread.ofVirtual().name("demo-command").start(() -> {
            int code = 255;
            try {
                code = line == null ? new DemoPrompt(shell, call, pty).run() : shell.runLine(call, line);
            } catch (IOException hungUp) {
                LOG.log(Level.FINE, "a command of the demo was hung up", hungUp);
            } catch (RuntimeException broken) {
                LOG.log(Level.WARNING, "a command of the demo failed", broken);
            } finally {
                leave(code);
            }
        });
    }

    private void leave(int code) {
        ExitCallback callback = exit;
        if (callback != null) {
            callback.onExit(code);
        }
    }

    @Override
    public void destroy(ChannelSession channel) {
        ended.countDown();
    }
}

package dev.berth.ssh;

import dev.berth.hostkey.StrictHostKeyChecking;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import dev.berth.link.LinkContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract over another implementation of SSH than OpenSSH's, and without a lab. */
class SshjEmbeddedLinkTest extends LinkContract {
    private static EmbeddedSshd sshd;

    @TempDir
    private Path home;

    @BeforeAll
    static void start() throws Exception {
        sshd = new EmbeddedSshd().start();
    }

    @AfterAll
    static void stop() throws Exception {
        sshd.close();
    }

    @Override
    protected Link open() throws Exception {
        Destination box = Destinations.strict(sshd.destination(home), StrictHostKeyChecking.NO);
        return SshjDialer.dial(box, Map.of(), new Person(Person.says(EmbeddedSshd.PASSWORD)), CommandJournal.NONE);
    }

    @Override
    protected boolean hasPtys() {
        return false;
    }

    @Override
    protected boolean halfCloses() {
        return false;
    }

    /** One thread there moves all streams of a command, so what it prints must fit into the pipe. */
    @Override
    protected int feed() {
        return 30_000;
    }
}

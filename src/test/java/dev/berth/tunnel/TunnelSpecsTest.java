package dev.berth.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.TunnelStatus.Kind;
import java.net.InetAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TunnelSpecsTest {
    private static TunnelSpec parse(String spec) throws ProblemException {
        return TunnelSpecs.parse(spec, "gpu1", null, null, Request.LocalPort.SAME);
    }

    private static Problem refused(String spec) {
        return assertThrows(ProblemException.class, () -> parse(spec)).problem();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    8888                                             | 127.0.0.1 ::1 | 8888 | localhost:8888
                    8888:9999                                        | 127.0.0.1 ::1 | 8888 | localhost:9999
                    db:5432                                          | 127.0.0.1 ::1 | 5432 | db:5432
                    8888:db.lan:5432                                 | 127.0.0.1 ::1 | 8888 | db.lan:5432
                    127.0.0.1:8888:9999                              | 127.0.0.1     | 8888 | localhost:9999
                    127.0.0.1:8888:db:5432                           | 127.0.0.1     | 8888 | db:5432
                    localhost:8888:db:5432                           | 127.0.0.1 ::1 | 8888 | db:5432
                    *:8888:db:5432                                   | *             | 8888 | db:5432
                    :8888:db:5432                                    | *             | 8888 | db:5432
                    [::1]:8888:[fd00::7]:5432                        | 0:0:0:0:0:0:0:1 | 8888 | [fd00::7]:5432
                    8888:/run/user/1000/x.sock                       | 127.0.0.1 ::1 | 8888 | /run/user/1000/x.sock
                    127.0.0.1:8888:/run/a:b.sock                     | 127.0.0.1     | 8888 | /run/a:b.sock
                    -L 8888:localhost:9999                           | 127.0.0.1 ::1 | 8888 | localhost:9999
                    -L8888:localhost:9999                            | 127.0.0.1 ::1 | 8888 | localhost:9999
                    –L 8888:localhost:9999                           | 127.0.0.1 ::1 | 8888 | localhost:9999
                    -fNL 8888:localhost:9999                         | 127.0.0.1 ::1 | 8888 | localhost:9999
                    ssh -Y -fN -L 9999:localhost:9999 me@gpu1        | 127.0.0.1 ::1 | 9999 | localhost:9999
                    ssh -N -p 22 -o A=L me@gpu1 -L 9999:localhost:99 | 127.0.0.1 ::1 | 9999 | localhost:99
                    """)
    void localFormsAreUnderstood(String spec, String bind, int local, String remote) throws ProblemException {
        TunnelSpec tunnel = parse(spec);
        assertEquals(Kind.LOCAL, tunnel.kind());
        assertEquals(List.of(bind.split(" ")), tunnel.bindAddresses());
        assertEquals(local, tunnel.localPort());
        assertEquals(remote, tunnel.remote());
    }

    @Test
    void remoteAndDynamicKeepTheirKind() throws ProblemException {
        TunnelSpec remote = parse("-R 9000:localhost:3000");
        assertEquals(Kind.REMOTE, remote.kind());
        assertEquals("localhost:9000", remote.remote());
        assertEquals("localhost:3000", remote.local());
        TunnelSpec dynamic = parse("ssh -D 1080 gpu1");
        assertEquals(Kind.DYNAMIC, dynamic.kind());
        assertEquals(1080, dynamic.localPort());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0                       | port 0 is not between 1 and 65535
                    70000                   | port 70000 is not between 1 and 65535
                    x                       | "x" is no port
                    8888:                   | a port is missing
                    8888:db:                | a port is missing
                    8888::5432              | a host is missing
                    nohost:8888:db:5432     | "nohost" is no address of this machine to listen on
                    [::1:8888:db:5432       | a bracket is not closed before its colon
                    1:2:3:4:5               | it has too many parts
                    -L                      | nothing follows -L
                    ssh -N gpu1             | there is no -L, -D or -R in it
                    -L 1:a:1 -L 2:a:2       | it has several forwards; add them one by one
                    -R 9000                 | a remote tunnel is -R port:host:port
                    """)
    void whatIsNoTunnelIsNamed(String spec, String why) {
        Problem problem = refused(spec);
        assertEquals(Problem.Code.USAGE, problem.code());
        assertEquals("\"" + spec + "\" is no tunnel: " + why + ".", problem.message());
        assertTrue(String.valueOf(problem.next()).contains("8888:host:9999"));
    }

    @Test
    void aNameIsMadeOfHostContainerAndPort() throws ProblemException {
        assertEquals("gpu1-8888", parse("8888:9999").name());
        TunnelSpec tunnel = TunnelSpecs.parse("8888", "me@gpu1:22", "cont1", null, Request.LocalPort.SAME);
        assertEquals("me@gpu1-22-cont1-8888", tunnel.name());
    }

    @Test
    void aNameOfDigitsWouldBeTakenForAPort() {
        Problem problem = assertThrows(
                        ProblemException.class,
                        () -> TunnelSpecs.parse("8888", "gpu1", null, "1234", Request.LocalPort.SAME))
                .problem();
        assertEquals(Problem.Code.USAGE, problem.code());
    }

    @Test
    void aPortAskedForBesideTheSpecIsTaken() throws ProblemException {
        TunnelSpec tunnel = TunnelSpecs.parse("9999", "gpu1", null, null, new Request.LocalPort(7000, false));
        assertEquals(7000, tunnel.localPort());
        assertEquals(9999, tunnel.remotePort());
        TunnelSpec moved =
                TunnelSpecs.parse("ssh -L 8888:db:5432 gpu1", "gpu1", null, null, new Request.LocalPort(7000, false));
        assertEquals(7000, moved.localPort(), "a taken port is corrected beside what was pasted");
        assertEquals("db:5432", moved.remote());
        assertThrows(
                ProblemException.class,
                () -> TunnelSpecs.parse("8888", "gpu1", null, null, new Request.LocalPort(70_000, false)));
    }

    @Test
    void onlyWhereAskedForAnotherPortIsTaken() throws Exception {
        try (ServerSocketChannel taken = Sockets.listen(InetAddress.ofLiteral("127.0.0.1"), 0)) {
            int port = taken.socket().getLocalPort();
            assertEquals(port, parse(String.valueOf(port)).localPort());
            TunnelSpec moved = TunnelSpecs.parse(String.valueOf(port), "gpu1", null, null, Request.LocalPort.ANY);
            assertTrue(moved.localPort() > port);
            assertEquals(port, moved.remotePort());
        }
    }
}

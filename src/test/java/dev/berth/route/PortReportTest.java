package dev.berth.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Container;
import dev.berth.api.ListeningPort;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortReportTest {
    private static final String ID = "47d8b07bc018e5a46c1bff914ec72fed440dd6badc498fa68dbf5d40f8ec2367";

    private static String socket(String address, long inode) {
        return "   0: " + address + " 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 " + inode
                + " 1 000000007c33c0ea 100 0 0 10 0\n";
    }

    private static List<ListeningPort> rows(PortReport report, List<Listening> sockets) {
        return new PortRows("gpu1", "train", true, report.holders()).of(sockets);
    }

    private static ListeningPort only(List<ListeningPort> rows) {
        assertEquals(1, rows.size(), rows::toString);
        return rows.getFirst();
    }

    @Test
    void tellsPlacesApartAndWhoListens() {
        PortReport report = PortReport.parse("network\n"
                + socket("00000000:0016", 11)
                + socket("00000000000000000000000000000000:0016", 12)
                + "container " + ID + "\n"
                + socket("0100007F:1770", 13)
                + "\nholder 11 90\nholder 12 90\nholder 13 412\nholder 13 2914\n"
                + "process 90 sshd\nNSpid:\t90\narguments sshd: /usr/sbin/sshd\n"
                + "process 412 python3\nNSpid:\t412\t7\narguments python3 -m tensorboard.main --port 6000\n"
                + "process 2914 python3\nNSpid:\t2914\t9\narguments python3 -m tensorboard.main --port 6000\n"
                + "end\n");
        assertTrue(report.whole());
        ListeningPort ssh = only(new PortRows("gpu1", null, false, report.holders()).of(report.own()));
        assertEquals(new ListeningPort("gpu1", null, 22, "0.0.0.0", 90L, "sshd", "SSH", false, null), ssh);
        ListeningPort board = only(rows(report, report.containers().get(ID)));
        assertEquals(
                new ListeningPort("gpu1", "train", 6000, "127.0.0.1", 7L, "python3", "TensorBoard", true, null), board);
    }

    @Test
    void whatWasCutOffOrNeverToldIsNotWhole() {
        assertFalse(PortReport.parse("network\n" + socket("00000000:0016", 11)).whole());
        assertFalse(PortReport.parse("").whole());
        assertTrue(PortReport.parse("unreadable\n").unreadable());
    }

    @Test
    void aBoxMayWriteAnything() {
        PortReport report = PortReport.parse("process 99999999999999999999 x\nholder 1 2\nNSpid:\t1\narguments x\n"
                + "container ../../etc\n0: ZZ:1 \n" + socket("00000000:0016", 11)
                + "holder 11 5\nprocess 5 e\u001b[31mvil\nend\n");
        assertEquals("e[31mvil", only(rows(report, report.own())).process(), "no control character reaches a screen");
    }

    @Test
    void onlyALoopbackOfItsOwnNeedsARelay() {
        assertTrue(needsRelay(socket("0100007F:1770", 1) + socket("00000000000000000000000001000000:1770", 2)));
        assertFalse(needsRelay(socket("0100007F:1770", 1) + socket("030011AC:1770", 2)));
        assertFalse(needsRelay(socket("00000000:1770", 1)));
        PortReport host = PortReport.parse(socket("0100007F:1770", 1));
        assertFalse(
                only(new PortRows("gpu1", null, false, Map.of()).of(host.own())).relay());
    }

    private static boolean needsRelay(String table) {
        PortReport report = PortReport.parse(table);
        return only(rows(report, report.own())).relay();
    }

    @Test
    void dockersNameServerIsNoServiceOfTheContainer() {
        PortReport report = PortReport.parse(socket("0B00007F:AE11", 1));
        assertEquals(List.of(), rows(report, report.own()));
    }

    @Test
    void aTunnelNamesTheAddressWhereTheLoopbackDoesNotReachIt() {
        PortReport report = PortReport.parse(socket("00000000000000000000000001000000:1771", 1)
                + socket("030011AC:1770", 2)
                + socket("3500007F:0035", 3)
                + socket("B80D0120000000000000000001000000:1772", 4));
        List<ListeningPort> rows = new PortRows("gpu1", null, false, Map.of()).of(report.own());
        assertEquals(
                List.of("127.0.0.53:53", "172.17.0.3:6000", "6001", "[2001:db8:0:0:0:0:0:1]:6002"),
                rows.stream().map(ListeningPort::spec).toList());
        assertEquals("6000", rows(report, report.own()).get(1).spec(), "a container's route finds its address");
    }

    @Test
    void aPublishedPortOfTheHostNamesItsContainer() {
        Container lab = new Container(
                "gpu1",
                ID,
                "lab",
                "x",
                "running",
                "Up",
                Instant.EPOCH,
                null,
                List.of(new Container.PortMapping("0.0.0.0", 8080, 80, "tcp")),
                null,
                "bridge");
        PortReport report = PortReport.parse(socket("00000000:1F90", 1) + socket("00000000:1F91", 2));
        List<ListeningPort> ports =
                PortRows.published(new PortRows("gpu1", null, false, Map.of()).of(report.own()), List.of(lab));
        assertEquals("port 80 of lab", ports.getFirst().name());
        assertNull(ports.getLast().name());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "6006, -, -, TensorBoard",
                "5000, -, -, DIGITS or MLflow",
                "8080, -, -, -",
                "8080, node, /usr/lib/code-server/lib/node /usr/lib/code-server, code-server",
                "8080, node, node server.js, -",
                "8000, nginx, nginx: master process, -",
                "8000, python3, python3 -m http.server, http.server",
                "8000, python3, python3 serve.py, vLLM",
                "9000, python3, python3 -m vllm.entrypoints.openai.api_server, vLLM",
                "5000, gunicorn, /usr/bin/python3 /usr/bin/mlflow server, MLflow",
                "9999, jupyter-lab, /usr/bin/python3 /usr/bin/jupyter-lab --port=9999, Jupyter",
                "7000, python3, python3 array.py, -",
                "8265, python3, ray::Dashboard, Ray",
            })
    void aServiceIsNamedByItsProgramElseByItsCustomaryPort(int port, String process, String arguments, String name) {
        PortReport.Holder holder = process == null ? null : new PortReport.Holder(1, process, arguments);
        assertEquals(name, ServiceNames.of(port, holder));
    }
}

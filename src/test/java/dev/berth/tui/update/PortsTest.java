package dev.berth.tui.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Event;
import dev.berth.api.HostSnapshot;
import dev.berth.api.ListeningPort;
import dev.berth.api.Problem;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.TunnelStatus;
import dev.berth.tui.Driver;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Effect;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list of ports, from its key to a tunnel. */
class PortsTest {
    private static ListeningPort port(
            @Nullable String container, int port, String address, @Nullable String process, @Nullable String name) {
        boolean relay = container != null && address.startsWith("127.");
        return new ListeningPort(
                "gpu1", container, port, address, process == null ? null : (Long) 417L, process, name, relay, null);
    }

    private static final List<ListeningPort> PORTS = List.of(
            port(null, 22, "0.0.0.0", "sshd", "SSH"),
            port(null, 9100, "10.20.0.11", null, null),
            port("cont1", 9999, "0.0.0.0", "jupyter-lab", "Jupyter"),
            port("train", 6006, "127.0.0.1", "tensorboard", "TensorBoard"),
            port("train", 7860, "0.0.0.0", null, "Gradio"));

    private static Driver looking(int columns, int rows) {
        return Driver.connected(columns, rows)
                .press("p")
                .reply(Request.ListPorts.class, new Reply.Ports(PORTS, List.of("plain"), null));
    }

    private static Reply made(Request.AddTunnel add, int local) {
        return new Reply.Tunnel(new TunnelStatus(
                "gpu1-train-" + local,
                add.host(),
                add.container(),
                TunnelStatus.Kind.LOCAL,
                "127.0.0.1:" + local,
                "127.0.0.1:" + add.spec(),
                null,
                TunnelStatus.State.LISTENING,
                null,
                0,
                0,
                0,
                null,
                false,
                false,
                TunnelStatus.Relay.NO,
                TunnelStatus.Traffic.NONE,
                null));
    }

    private static Request.AddTunnel asked(Driver driver) {
        return driver.sent(Request.AddTunnel.class).getLast();
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "120, 40", "40, 10"})
    void portsAreShownWithWhatIsKnownOfThem(int columns, int rows) throws IOException {
        looking(columns, rows).frame().matches("ports-" + columns + "x" + rows);
    }

    @Test
    void aHostIsAskedForAllAndAContainerForItsOwn() {
        Driver driver = Driver.connected().press("p");
        assertEquals(List.of(new Request.ListPorts("gpu1", null)), driver.sent(Request.ListPorts.class));
        driver = Driver.connected().press("enter", "p");
        assertEquals(List.of(new Request.ListPorts("gpu1", "cont1")), driver.sent(Request.ListPorts.class));
        driver.reply(Request.ListPorts.class, new Reply.Ports(List.of(), List.of(), null));
        assertTrue(driver.screen().contains("Ports of gpu1/cont1"), driver.screen());
        assertTrue(driver.screen().contains("Nothing listens on a TCP port there."), driver.screen());
        driver.press("enter", "o", "y", "j").press("esc");
        assertNull(driver.model().dialog());
        assertTrue(driver.sent(Request.AddTunnel.class).isEmpty());
    }

    @Test
    void enterMakesTheTunnelAndTheListShowsItsLocalEnd() {
        Driver driver = looking(120, 40).press("j", "j", "j", "enter");
        assertEquals("6006", asked(driver).spec());
        assertEquals("train", asked(driver).container());
        assertFalse(asked(driver).localPort().orNextFree(), "no other port is taken silently");
        driver.reply(Request.AddTunnel.class, made(asked(driver), 6006));
        assertTrue(driver.screen().matches("(?s).*train +6006 +TensorBoard +127\\.0\\.0\\.1:6006.*"), driver.screen());
        driver.press("f");
        assertEquals(1, driver.sent(Request.AddTunnel.class).size(), "it is there already");
        assertTrue(driver.screen().contains("is at 127.0.0.1:6006 already"), driver.screen());
        driver.press("y");
        assertTrue(driver.effects().stream()
                .anyMatch(effect -> effect instanceof Effect.Copy copy
                        && copy.text().reveal().equals("http://127.0.0.1:6006/")));
    }

    @Test
    void aTakenLocalPortIsCorrectedInTheFormAndTheListStaysBelow() {
        Driver driver = looking(120, 40).press("f");
        driver.refuse(
                Request.AddTunnel.class, new Problem(Problem.Code.PORT_IN_USE, "Port 22 is taken.", null, "8022"));
        assertInstanceOf(Dialog.Form.class, driver.model().dialog());
        driver.press("ctrl-n", "enter");
        assertEquals(8022, asked(driver).localPort().port());
        driver.reply(Request.AddTunnel.class, made(asked(driver), 8022));
        assertInstanceOf(Dialog.Ports.class, driver.model().dialog());
        assertTrue(driver.screen().matches("(?s).*the host +22 +SSH +127\\.0\\.0\\.1:8022.*"), driver.screen());
    }

    @Test
    void aPortOfOneAddressIsTunnelledToThatAddress() {
        assertEquals("10.20.0.11:9100", asked(looking(120, 40).press("j", "f")).spec());
    }

    @Test
    void openMakesTheTunnelAndOpensTheBrowser() {
        Driver driver = looking(120, 40).press("G", "o");
        assertEquals("7860", asked(driver).spec());
        driver.reply(Request.AddTunnel.class, made(asked(driver), 7861));
        assertTrue(driver.effects().stream()
                .anyMatch(effect -> effect instanceof Effect.BrowsePlain browse
                        && browse.url().equals("http://127.0.0.1:7861/")));
        driver.forget();
        driver.press("o");
        assertTrue(driver.sent(Request.AddTunnel.class).isEmpty(), "the same tunnel serves again");
        assertTrue(driver.effects().stream().anyMatch(Effect.BrowsePlain.class::isInstance));
    }

    @Test
    void aJupyterIsOpenedWithItsToken() {
        Driver driver = looking(120, 40).press("j", "j", "o");
        assertEquals(
                List.of(new Request.OpenJupyter("gpu1", "cont1", 9999, Request.LocalPort.ANY)),
                driver.sent(Request.OpenJupyter.class));
    }

    @Test
    void theOnlyPortOfAContainerGoesIntoTheFormUnlessAnotherWasTyped() {
        Reply one = new Reply.Ports(PORTS.subList(4, 5), List.of(), null);
        Driver driver = Driver.connected().press("enter", "/").type("train").press("enter", "F");
        assertEquals(List.of(new Request.ListPorts("gpu1", "train")), driver.sent(Request.ListPorts.class));
        driver.reply(Request.ListPorts.class, one).press("enter");
        assertEquals("7860", asked(driver).spec());

        driver = Driver.connected()
                .press("enter", "/")
                .type("train")
                .press("enter", "F")
                .type("9");
        driver.reply(Request.ListPorts.class, one).press("enter");
        assertEquals("9", asked(driver).spec());

        driver = Driver.connected().press("enter", "/").type("train").press("enter", "F");
        driver.reply(Request.ListPorts.class, new Reply.Ports(PORTS.subList(3, 5), List.of(), null))
                .press("enter");
        assertTrue(driver.sent(Request.AddTunnel.class).isEmpty());
        assertTrue(driver.screen().contains("Name the port to reach."), driver.screen());

        driver = Driver.connected().press("enter", "F");
        assertTrue(driver.sent(Request.ListPorts.class).isEmpty(), "its Jupyter's port is known");
    }

    @Test
    void lookingAgainKeepsThePlaceAndALateLookTakesNoKeys() {
        Driver driver = looking(120, 40).press("j", "j", "r");
        driver.reply(Request.ListPorts.class, new Reply.Ports(PORTS.subList(0, 4), List.of(), null));
        Dialog.Ports ports = assertInstanceOf(Dialog.Ports.class, driver.model().dialog());
        assertEquals(2, ports.cursor());
        assertFalse(driver.screen().contains("Gradio"));
        driver = Driver.connected()
                .press("p", "F")
                .reply(Request.ListPorts.class, new Reply.Ports(PORTS, List.of(), null));
        assertInstanceOf(Dialog.Form.class, driver.model().dialog());
    }

    @Test
    void whatCanNotBeLookedAtSaysWhy() {
        Driver driver = Driver.connected()
                .press("p")
                .refuse(
                        Request.ListPorts.class,
                        Problem.of(
                                Problem.Code.TIMEOUT, "gpu1 did not tell its listening ports within 10 s.", "Wait."));
        assertTrue(driver.screen().contains("gpu1 did not tell its listening ports"), driver.screen());
        driver = Driver.connected()
                .tell(new Event.Hosts(List.of(HostSnapshot.off("gpu2", false))))
                .press("p");
        assertTrue(driver.screen().contains("gpu2 is not connected"), driver.screen());
        assertTrue(driver.sent(Request.ListPorts.class).isEmpty());
    }
}

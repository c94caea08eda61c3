package dev.berth.tui.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Event;
import dev.berth.api.Problem;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.TunnelStatus;
import dev.berth.api.TunnelStatus.State;
import dev.berth.tui.Driver;
import dev.berth.tui.model.Dialog;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a person has to agree to of a tunnel: a relay, and other machines that can reach it. */
class TunnelsTest {
    private static TunnelStatus tunnel(String local, TunnelStatus.Relay relay) {
        return new TunnelStatus(
                "shut-8888",
                "gpu1",
                null,
                TunnelStatus.Kind.LOCAL,
                local,
                "localhost:8888",
                null,
                relay == TunnelStatus.Relay.NO ? TunnelStatus.State.UP : TunnelStatus.State.SERVICE_DOWN,
                relay == TunnelStatus.Relay.NO ? null : "The SSH server of gpu1 lets no forward through.",
                0,
                0,
                0,
                null,
                false,
                false,
                relay,
                TunnelStatus.Traffic.NONE,
                null);
    }

    private static Driver showing(TunnelStatus tunnel) {
        return Driver.connected(120, 40)
                .tell(new Event.Tunnels(List.of(tunnel)))
                .press("5");
    }

    @Test
    void aRelayIsTakenByAKeyOnTheRowAndAQuestion() {
        Driver driver =
                showing(tunnel("127.0.0.1:8888", TunnelStatus.Relay.OFFERED)).press("v");
        assertInstanceOf(Dialog.Confirm.class, driver.model().dialog());
        assertTrue(driver.screen().contains("The SSH server of gpu1 forbids forwards"), driver.screen());
        driver.press("enter");
        assertTrue(driver.sent(Request.RelayTunnel.class).isEmpty());
        driver.press("v", "y");
        assertEquals(List.of(new Request.RelayTunnel("shut-8888")), driver.sent(Request.RelayTunnel.class));
    }

    @Test
    void aRelayIsChosenInTheForm() {
        Driver driver = Driver.connected(120, 40).press("F", "ctrl-u").type("8888");
        driver.press("tab", "tab", "tab", "tab", "tab").type("perhaps").press("enter");
        assertTrue(driver.screen().contains("Say no or yes."), driver.screen());
        driver.press("ctrl-u").type("yes").press("enter");
        assertEquals(
                Set.of(Request.Agreed.RELAY),
                driver.sent(Request.AddTunnel.class).getLast().agreed());
    }

    private static Problem taken(int port, int next) {
        return new Problem(
                Problem.Code.PORT_IN_USE,
                "Port " + port + " of this machine is taken by python3 (pid 417).",
                "Take another local port, such as " + next + ".",
                String.valueOf(next));
    }

    /** Of a saved tunnel, or one whose port somebody else got while it was off. */
    @Test
    void aTunnelWhosePortIsTakenStartsAtAnotherFromTheForm() {
        for (State state : List.of(State.OFF, State.FAILED)) {
            TunnelStatus off = in(tunnel("127.0.0.1:8888", TunnelStatus.Relay.NO), state);
            Driver driver = showing(off).press("t");
            assertEquals(List.of(new Request.StartTunnel("shut-8888", null)), driver.sent(Request.StartTunnel.class));
            driver.refuse(Request.StartTunnel.class, taken(8888, 8889));
            assertTrue(driver.screen().contains("Start tunnel shut-8888"), driver.screen());
            assertTrue(driver.screen().contains("taken by python3 (pid 417)"), driver.screen());
            assertTrue(driver.screen().contains("take 8889"), driver.screen());
            driver.press("ctrl-n", "enter");
            assertEquals(
                    new Request.StartTunnel("shut-8888", new Request.LocalPort(8889, false)),
                    driver.sent(Request.StartTunnel.class).getLast());
            driver.refuse(Request.StartTunnel.class, taken(8889, 8890));
            assertTrue(driver.screen().contains("take 8890"), driver.screen());
            driver.press("ctrl-u").type("auto").press("enter");
            assertEquals(
                    Request.LocalPort.ANY,
                    driver.sent(Request.StartTunnel.class).getLast().localPort());
            driver.reply(Request.StartTunnel.class, new Reply.Tunnel(tunnel("127.0.0.1:8891", TunnelStatus.Relay.NO)));
            assertNull(driver.model().dialog());
            assertTrue(driver.screen().contains("Tunnel shut-8888 is on, at 127.0.0.1:8891"), driver.screen());
        }
    }

    @Test
    void whatElseIsWrongWithAStartIsToldWithoutAForm() {
        Driver driver = showing(in(tunnel("127.0.0.1:8888", TunnelStatus.Relay.NO), State.OFF))
                .press("t");
        driver.refuse(Request.StartTunnel.class, Problem.of(Problem.Code.TUNNEL_NOT_FOUND, "It is gone."));
        assertNull(driver.model().dialog());
        assertTrue(driver.screen().contains("It is gone."), driver.screen());
    }

    @Test
    void whatSshForwardsIsKeptByAKey() {
        Driver driver = Driver.connected(120, 40).press("i");
        assertEquals(List.of(new Request.ImportTunnels("gpu1")), driver.sent(Request.ImportTunnels.class));
        driver.reply(
                Request.ImportTunnels.class,
                new Reply.Tunnels(List.of(in(tunnel("127.0.0.1:8888", TunnelStatus.Relay.NO), State.OFF))));
        assertTrue(driver.screen().contains("1 tunnel of gpu1 kept, switched off"), driver.screen());
        driver.press("i").reply(Request.ImportTunnels.class, new Reply.Tunnels(List.of()));
        assertTrue(driver.screen().contains("forwards nothing for gpu1"), driver.screen());
    }

    private static TunnelStatus in(TunnelStatus t, State state) {
        return new TunnelStatus(
                t.name(),
                t.host(),
                t.container(),
                t.kind(),
                t.local(),
                t.remote(),
                t.way(),
                state,
                null,
                0,
                0,
                0,
                t.group(),
                t.autostart(),
                true,
                t.relay(),
                t.traffic(),
                null);
    }

    @Test
    void whereForwardsDoNoRelayIsTaken() {
        Driver driver = showing(tunnel("127.0.0.1:8888", TunnelStatus.Relay.NO)).press("v");
        assertNull(driver.model().dialog());
        assertTrue(driver.screen().contains("Nothing forbids forwards"), driver.screen());
    }

    @Test
    void whatOtherMachinesReachIsAskedForFirstAndMarked() {
        Driver driver = Driver.connected(120, 40).press("F", "ctrl-u");
        driver.type("-L 0.0.0.0:8888:localhost:8888").press("enter");
        Request.AddTunnel asked = driver.sent(Request.AddTunnel.class).getLast();
        assertEquals(Set.of(), asked.agreed());
        driver.refuse(
                Request.AddTunnel.class,
                new Problem(
                        Problem.Code.USAGE,
                        "Port 8888 would be open to every machine that reaches this one, at 0.0.0.0:8888.",
                        "Leave the address out.",
                        Problem.WIDE));
        assertInstanceOf(Dialog.Confirm.class, driver.model().dialog());
        assertTrue(driver.screen().contains("every machine"), driver.screen());
        driver.press("esc");
        assertInstanceOf(Dialog.Form.class, driver.model().dialog());
        driver.press("enter");
        driver.refuse(Request.AddTunnel.class, new Problem(Problem.Code.USAGE, "Wide.", "Narrow it.", Problem.WIDE));
        driver.press("y");
        Request.AddTunnel agreed = driver.sent(Request.AddTunnel.class).getLast();
        assertEquals(asked.agreeing(Request.Agreed.WIDE), agreed);
        TunnelStatus made = tunnel("0.0.0.0:8888", TunnelStatus.Relay.NO);
        driver.reply(Request.AddTunnel.class, new Reply.Tunnel(made));
        assertNull(driver.model().dialog());
        driver.tell(new Event.Tunnels(List.of(made))).press("5");
        assertTrue(driver.screen().contains("open to others"), driver.screen());
    }
}

package dev.berth.tui.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Event;
import dev.berth.api.HostFact;
import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.JupyterServer;
import dev.berth.api.Problem;
import dev.berth.api.Question;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.Secret;
import dev.berth.api.Section;
import dev.berth.api.Watches;
import dev.berth.tui.Driver;
import dev.berth.tui.Sample;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Effect;
import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Link;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.UiEvent;
import dev.berth.tui.model.View;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateTest {
    private final Sample sample = new Sample(Sample.NOON);

    private static final Question.ServerKey SHOWN =
            new Question.ServerKey("gpu2:22", null, "ssh-ed25519", "SHA256:abc");
    private static final Question.HostKey KEY = new Question.HostKey(7, "gpu2", SHOWN, "~/.ssh/known_hosts", List.of());
    private static final Question.ChangedHostKey CHANGED = new Question.ChangedHostKey(
            9,
            "gpu2",
            SHOWN,
            new Question.KnownKey("ssh-ed25519", "SHA256:old", "~/.ssh/known_hosts", 3),
            "gpu2",
            "ssh-keygen -R 'gpu2' -f '~/.ssh/known_hosts'");

    private static String flash(Driver driver) {
        Flash flash = driver.model().flash();
        return flash == null ? "" : flash.text();
    }

    private static String row(Driver driver) {
        return String.valueOf(driver.model().navigation().state().row());
    }

    @Test
    void cursorStaysOnItsRowWhenOthersComeAndGo() {
        Driver driver = Driver.connected().press("j", "j");
        assertEquals("gpu2", row(driver));
        List<HostSnapshot> more = new ArrayList<>(sample.fleet());
        more.addFirst(HostSnapshot.off("aaa", false));
        driver.tell(new Event.Hosts(more));
        assertEquals("gpu2", row(driver));
        assertTrue(driver.screen().contains("4/6"));
    }

    @Test
    void cursorTakesTheNextRowWhenItsOwnVanishes() {
        Driver driver = Driver.connected().press("j");
        List<HostSnapshot> fewer = new ArrayList<>(sample.fleet());
        fewer.remove(1);
        driver.tell(new Event.Hosts(fewer));
        assertEquals("gpu2", row(driver));
    }

    @Test
    void endsOfAListHoldTheCursor() {
        Driver driver = Driver.connected().press("k");
        assertEquals("gpu1", row(driver));
        driver.press("G", "j", "page-down");
        assertEquals("old-box", row(driver));
        driver.press("g");
        assertEquals("gpu1", row(driver));
    }

    @Test
    void enterOnAHostThatIsUpShowsItsContainers() {
        Driver driver = Driver.connected().press("enter");
        assertEquals(new Page.Table(View.CONTAINERS, "gpu1"), driver.model().page());
        assertTrue(driver.sent(Request.Connect.class).isEmpty());
    }

    @Test
    void enterOnAHostThatIsOffConnectsItAndEntersWhenItIsUp() {
        Driver driver = Driver.connected().press("j", "j", "enter");
        assertEquals(List.of(new Request.Connect("gpu2")), driver.sent(Request.Connect.class));
        assertEquals(View.FLEET, driver.model().page().table().view());
        driver.reply(Request.Connect.class, new Reply.Host(up("gpu2")));
        assertEquals(new Page.Table(View.CONTAINERS, "gpu2"), driver.model().page());
    }

    @Test
    void connectedHostIsNotEnteredWhenThePersonWentElsewhere() {
        Driver driver = Driver.connected().press("j", "j", "enter", "5");
        driver.reply(Request.Connect.class, new Reply.Host(up("gpu2")));
        assertEquals(View.TUNNELS, driver.model().page().table().view());
        assertEquals("gpu2 is connected.", flash(driver));
    }

    @Test
    void hostNamedAtStartIsConnectedAndEntered() {
        Driver driver = Driver.startedOn("gpu2").withFleet();
        driver.reply(Request.Connect.class, new Reply.Host(up("gpu2")));
        assertEquals(new Page.Table(View.CONTAINERS, "gpu2"), driver.model().page());
    }

    @Test
    void answerThatNobodyWaitsForChangesNothing() {
        Driver driver = Driver.connected();
        String before = driver.screen();
        driver.happens(new UiEvent.Replied(999, new Reply.Host(up("gpu2"))));
        driver.happens(new UiEvent.Refused(999, Problem.of(Problem.Code.TIMEOUT, "late")));
        assertEquals(before, driver.screen());
    }

    @Test
    void keyThatCannotActSaysWhy() {
        Driver driver = Driver.connected().press("r");
        assertTrue(flash(driver).contains("gpu1 is connected already"), flash(driver));
        driver.press("T");
        assertTrue(flash(driver).contains("nothing to act on here"), flash(driver));
        driver.press("Z");
        assertTrue(flash(driver).contains("Z does nothing here"), flash(driver));
    }

    @Test
    void filterKeepsRowsWithAllWordsAndEscClearsIt() {
        Driver driver = Driver.connected().press("/").type("gpu !off").press("enter");
        assertTrue(driver.screen().contains("[1 of 5]"), driver.screen());
        driver.press("esc");
        assertTrue(driver.screen().contains("Fleet [5]"));
        assertFalse(driver.quits());
    }

    @Test
    void aNewFilterTakesThePlaceOfTheOldUnlessAKeyGoesIntoThat() {
        Driver driver = Driver.connected().press("/").type("gpu").press("enter", "/");
        assertTrue(driver.screen().contains("/gpu  type another, or → changes it"), driver::screen);
        driver.type("cpu").press("enter");
        assertEquals("cpu", driver.model().navigation().state().filter());
        driver.press("/", "right").type(" !off").press("enter");
        assertEquals("cpu !off", driver.model().navigation().state().filter());
        driver.press("/", "backspace", "enter");
        assertEquals("", driver.model().navigation().state().filter());
    }

    @Test
    void keysTypedIntoTheFilterDoNothingElse() {
        Driver driver = Driver.connected().press("/").type("qx3");
        assertFalse(driver.quits());
        assertNull(driver.model().dialog());
        assertEquals(View.FLEET, driver.model().page().table().view());
    }

    @Test
    void digitsStayWithTheHostOneIsIn() {
        Driver driver = Driver.connected().press("enter", "3");
        assertEquals(new Page.Table(View.GPUS, "gpu1"), driver.model().page());
        driver.press("0");
        assertEquals(new Page.Table(View.GPUS, null), driver.model().page());
        driver.press("esc");
        assertEquals(View.FLEET, driver.model().page().table().view());
    }

    @Test
    void minusGoesBackToWhereOneWas() {
        Driver driver = Driver.connected().press("enter", "5", "-");
        assertEquals(new Page.Table(View.CONTAINERS, "gpu1"), driver.model().page());
    }

    @Test
    void agentIsToldWhatIsLookedAt() {
        Driver driver = Driver.connected().press("enter", "3");
        Request.Watch watch = driver.sent(Request.Watch.class).getLast();
        assertEquals(List.of("gpu1"), watch.hosts());
        assertTrue(watch.views().contains(Request.View.GPUS));
        driver.press("esc");
        assertEquals(List.of(), driver.sent(Request.Watch.class).getLast().hosts());
        int before = driver.sent(Request.Watch.class).size();
        driver.press("j", "k");
        assertEquals(before, driver.sent(Request.Watch.class).size());
    }

    @Test
    void stopTellsTheConsequenceAndHasTheFocusOnCancel() {
        Driver driver = Driver.connected().press("enter", "x");
        Dialog.Confirm dialog =
                assertInstanceOf(Dialog.Confirm.class, driver.model().dialog());
        assertEquals("Cancel", dialog.buttons().get(dialog.focus()).label());
        assertTrue(driver.screen().contains("2 kernels end with it, 1 busy"), driver.screen());
        driver.press("enter");
        assertTrue(driver.sent(Request.StopJupyter.class).isEmpty());
        driver.press("x", "right", "enter");
        assertEquals(
                List.of(new Request.StopJupyter("gpu1", "cont1", 9999, false, null, false)),
                driver.sent(Request.StopJupyter.class));
    }

    @Test
    void readonlyRefusesWhatChangesAHostWithASentence() {
        Driver driver = Driver.readonly().press("enter", "x");
        assertTrue(flash(driver).contains("--readonly"));
        driver.press("j", "o");
        assertTrue(flash(driver).contains("--readonly"));
        assertTrue(driver.sent(Request.PlanJupyter.class).isEmpty());
        driver.press("k", "o");
        assertEquals(1, driver.sent(Request.OpenJupyter.class).size());
    }

    @Test
    void openOnAContainerWithoutJupyterShowsTheFormThenTheStepsThenTheBrowser() {
        Driver driver = Driver.connected().press("enter", "j", "o");
        driver.reply(Request.PlanJupyter.class, plan());
        driver.press("tab", "tab").type("0,1").press("enter");
        Request.StartJupyter start = driver.sent(Request.StartJupyter.class).getFirst();
        assertEquals(List.of("0", "1"), start.gpus());
        assertEquals(8888, start.port());
        long tag = driver.tag(Request.StartJupyter.class);
        driver.happens(
                new UiEvent.Progressed(tag, new Event.Progress("http", "wait for it", Event.StepState.RUNNING, null)));
        assertTrue(driver.screen().contains("wait for it"));
        driver.happens(new UiEvent.Replied(tag, opened()));
        assertTrue(driver.effects().stream().anyMatch(Effect.Browse.class::isInstance));
        assertTrue(driver.screen().contains("token=••••••"));
        assertFalse(driver.screen().contains("5ecre7"));
        driver.press("y");
        assertEquals(
                new Effect.Copy(new Secret("http://127.0.0.1:8888/lab?token=5ecre7")),
                driver.effects().getLast());
    }

    @Test
    void formOpensOnlyWhereNoOtherDialogTookTheKeys() {
        Driver driver = Driver.connected().press("enter", "j", "o", "?");
        driver.reply(Request.PlanJupyter.class, plan());
        assertInstanceOf(Dialog.Help.class, driver.model().dialog());
    }

    @Test
    void escCancelsAStartAndTellsTheAgent() {
        Driver driver = startedJob();
        long tag = driver.tag(Request.StartJupyter.class);
        driver.press("esc");
        assertTrue(driver.effects().contains(new Effect.Cancel(tag)));
        driver.happens(new UiEvent.Refused(tag, Problem.of(Problem.Code.INTERRUPTED, "It was cancelled.")));
        assertNull(driver.model().dialog());
        assertTrue(flash(driver).contains("cancelled"));
    }

    @Test
    void hiddenJobComesBackWithJ() {
        Driver driver = startedJob().press("h");
        assertNull(driver.model().dialog());
        driver.press("J");
        assertInstanceOf(Dialog.Progress.class, driver.model().dialog());
    }

    @Test
    void takenLocalPortComesBackInTheFormWithTheNextFreeOne() {
        Driver driver = startedJob();
        driver.refuse(
                Request.StartJupyter.class,
                new Problem(Problem.Code.PORT_IN_USE, "Local port 8888 is taken by python3.", null, "8889"));
        assertInstanceOf(Dialog.Form.class, driver.model().dialog());
        assertTrue(driver.screen().contains("Local port 8888 is taken"), driver.screen());
        driver.press("ctrl-n", "enter");
        assertEquals(
                new Request.LocalPort(8889, false),
                driver.sent(Request.StartJupyter.class).getLast().localPort());
    }

    @Test
    void tunnelFormIsFilledInFromTheRowAndChecked() {
        Driver driver = Driver.connected().press("enter", "F");
        assertTrue(driver.screen().contains("cont1"));
        driver.press("ctrl-u", "enter");
        assertTrue(driver.screen().contains("Name the port to reach."));
        driver.press("enter");
        assertTrue(driver.sent(Request.AddTunnel.class).isEmpty());
        driver.type("7000").press("enter");
        assertEquals("7000", driver.sent(Request.AddTunnel.class).getFirst().spec());
        driver.reply(Request.AddTunnel.class, new Reply.Tunnel(sample.tunnels().getFirst()));
        assertNull(driver.model().dialog());
    }

    @Test
    void smallFMakesATunnelToTheRowsPort() {
        Driver driver = Driver.connected().press("enter", "f");
        Request.AddTunnel add = driver.sent(Request.AddTunnel.class).getFirst();
        assertEquals("9999", add.spec());
        assertEquals("cont1", add.container());
        driver.refuse(
                Request.AddTunnel.class,
                new Problem(Problem.Code.PORT_IN_USE, "Local port 9999 is taken.", null, "10000"));
        assertTrue(driver.screen().contains("take 10000"), driver.screen());
    }

    @Test
    void unknownHostKeyIsRefusedByEnterAndEscAndNeverByKeysTypedBefore() {
        Driver driver = Driver.connected().tell(new Event.Asked(KEY)).press("a");
        assertTrue(driver.sent(Request.Answer.class).isEmpty());
        driver.passes(400).press("enter");
        assertEquals(
                new Request.Answer(7, new Question.Answer.Refuse()),
                driver.sent(Request.Answer.class).getFirst());
    }

    @Test
    void hostKeyIsAddedByItsLetter() {
        Driver driver =
                Driver.connected().tell(new Event.Asked(KEY)).passes(400).press("a");
        assertEquals(
                new Request.Answer(7, new Question.Answer.AcceptAndAdd()),
                driver.sent(Request.Answer.class).getFirst());
        assertNull(driver.model().asking().shown());
    }

    @Test
    void aKeyThatCantBeKeptIsAcceptedForOnceOnly() {
        Question.HostKey nowhere = new Question.HostKey(7, "gpu2", SHOWN, null, List.of());
        Driver driver =
                Driver.connected().tell(new Event.Asked(nowhere)).passes(400).press("a");
        assertTrue(driver.sent(Request.Answer.class).isEmpty());
        driver.press("left", "enter");
        assertEquals(
                new Request.Answer(7, new Question.Answer.AcceptOnce()),
                driver.sent(Request.Answer.class).getFirst());
    }

    @Test
    void changedHostKeyIsReplacedOnlyByTypingTheName() {
        Driver driver =
                Driver.connected().tell(new Event.Asked(CHANGED)).passes(400).type("gpu1");
        assertTrue(driver.screen().contains("That is not gpu2."), driver.screen());
        driver.press("enter");
        assertTrue(driver.sent(Request.Answer.class).isEmpty());
        driver.press("backspace").type("2").press("enter");
        assertEquals(
                new Request.Answer(9, new Question.Answer.Replace()),
                driver.sent(Request.Answer.class).getFirst());
    }

    @Test
    void changedHostKeyIsRefusedByEnterAloneAndItsRemedyCopied() {
        Driver driver =
                Driver.connected().tell(new Event.Asked(CHANGED)).passes(400).press("ctrl-y");
        assertTrue(driver.effects().contains(new Effect.Copy(new Secret(CHANGED.remedy()))));
        driver.press("enter");
        assertEquals(
                new Request.Answer(9, new Question.Answer.Refuse()),
                driver.sent(Request.Answer.class).getFirst());
    }

    @Test
    void aLoginPageIsOpenedAndCopiedAndStaysUntilTheHostHasDecided() {
        Question page = new Question.LoginPage(
                10, "gpu2", "ml@gpu2:22", "To sign in, visit:\n\n\thttps://login.example/a/b1c2.\n");
        Driver driver =
                Driver.connected().tell(new Event.Asked(page)).passes(400).press("y", "enter", "o");

        assertTrue(driver.effects().contains(new Effect.Copy(new Secret("https://login.example/a/b1c2"))));
        assertTrue(driver.effects().stream()
                .anyMatch(effect -> effect instanceof Effect.BrowsePlain browse
                        && browse.url().equals("https://login.example/a/b1c2")));
        assertTrue(driver.sent(Request.Answer.class).isEmpty());
        assertEquals(page, driver.model().asking().shown());
        driver.press("esc");
        assertEquals(
                new Request.Answer(10, new Question.Answer.Refuse()),
                driver.sent(Request.Answer.class).getFirst());
    }

    @Test
    void questionsWaitForEachOtherAndAreGoneWhenSettledElsewhere() {
        Driver driver = Driver.connected().tell(new Event.Asked(KEY));
        Question password = new Question.Credential(8, "raid", "ml@raid:22", "Password:", false, null);
        driver.tell(new Event.Asked(password)).tell(new Event.Asked(password));
        assertTrue(driver.screen().contains("1 more waiting"));
        driver.tell(new Event.Settled(7));
        assertEquals(password, driver.model().asking().shown());
        driver.passes(400).type("hunter2");
        assertFalse(driver.screen().contains("hunter2"));
        driver.press("enter");
        assertEquals(
                new Request.Answer(8, new Question.Answer.Give(new Secret("hunter2"))),
                driver.sent(Request.Answer.class).getFirst());
    }

    @Test
    void quitAsksWhereSomethingStaysAndEnterDetaches() {
        Driver driver = Driver.connected().press("q");
        assertFalse(driver.quits());
        assertTrue(driver.screen().contains("3 tunnels and 1 Jupyter server stay"), driver.screen());
        driver.press("enter");
        assertTrue(driver.quits());
        assertTrue(driver.sent(Request.StopAgent.class).isEmpty());
    }

    @Test
    void quitStopsAllAndLeavesWhenTheAgentAnswered() {
        Driver driver = Driver.connected().press("q", "x");
        assertFalse(driver.quits());
        driver.reply(Request.StopAgent.class, new Reply.Done());
        assertTrue(driver.quits());
    }

    @Test
    void quitLeavesAtOnceWhereNothingStays() {
        Driver driver = Driver.started(80, 24);
        driver.happens(new UiEvent.AgentUp(Sample.welcome())).press("ctrl-c");
        assertTrue(driver.quits());
    }

    @Test
    void qClosesThePageFirst() {
        Driver driver = Driver.connected().press("enter", "d", "q", "q");
        assertEquals(View.FLEET, driver.model().page().table().view());
        assertNull(driver.model().dialog());
    }

    @Test
    void lostAgentKeepsTheListsEndsWhatWaitedAndIsTriedAgain() {
        Driver driver = startedJob();
        driver.happens(new UiEvent.AgentLost(Problem.of(Problem.Code.AGENT_UNREACHABLE, "The agent ended.")));
        assertTrue(driver.screen().contains("agent lost, next try in 1s: The agent ended."));
        assertTrue(driver.screen().contains("cont1"));
        assertTrue(driver.model().work().pending().isEmpty());
        driver.passes(1100);
        assertEquals(new Effect.Reconnect(), driver.effects().getLast());
        int before = driver.effects().size();
        driver.passes(1100);
        assertEquals(before, driver.effects().size());
        driver.happens(new UiEvent.AgentLost(Problem.of(Problem.Code.AGENT_UNREACHABLE, "Still gone.")));
        assertTrue(driver.screen().contains("next try in 2s"));
        driver.happens(new UiEvent.AgentUp(Sample.welcome()));
        assertInstanceOf(Link.Up.class, driver.model().link());
        assertNotNull(driver.model().watch());
    }

    @Test
    void requestWithoutAnAgentIsRefusedInASentence() {
        Driver driver = Driver.connected();
        driver.happens(new UiEvent.AgentLost(Problem.of(Problem.Code.AGENT_UNREACHABLE, "The agent ended.")));
        driver.press("j", "j", "enter");
        assertTrue(driver.sent(Request.Connect.class).isEmpty());
        assertTrue(flash(driver).contains("agent is not there"), flash(driver));
    }

    @Test
    void withoutABrowserTheAddressIsShown() {
        Driver driver = Driver.withoutBrowser().press("enter", "o");
        driver.reply(Request.OpenJupyter.class, opened());
        assertTrue(driver.screen().contains("token=••••••"));
        assertTrue(driver.effects().stream().noneMatch(Effect.Browse.class::isInstance));
    }

    @Test
    void browserThatDoesNotOpenLeavesTheAddressOnTheScreen() {
        Driver driver = Driver.connected().press("enter", "o");
        driver.reply(Request.OpenJupyter.class, opened());
        Effect.Browse browse =
                assertInstanceOf(Effect.Browse.class, driver.effects().getLast());
        driver.happens(new UiEvent.Browsed(browse.tag(), "There is no display here."));
        assertTrue(driver.screen().contains("There is no display here."));
        assertTrue(driver.screen().contains("token=••••••"));
    }

    @Test
    void sortMenuOrdersTheListAndTheSameAgainTurnsIt() {
        Driver driver = Driver.connected().press("S", "1");
        driver.press("g");
        assertEquals("cpu1", row(driver));
        driver.press("S", "1", "g");
        assertEquals("raid", row(driver));
    }

    @Test
    void paletteTakesALineOfSsh() {
        String line = "ssh -p 40123 -i ~/key root@1.2.3.4";
        Driver driver = Driver.connected().press(":").type(line);
        assertTrue(driver.screen().contains("connect the host of that line"));
        driver.press("enter");
        assertEquals(List.of(new Request.Connect(line)), driver.sent(Request.Connect.class));
        driver.reply(Request.Connect.class, new Reply.Host(up("root@1.2.3.4:40123")));
        assertEquals("root@1.2.3.4:40123 is connected.", flash(driver));
        assertTrue(driver.screen().contains("root@1.2.3"));
    }

    @Test
    void pageAboutAHostShowsWhatWouldBeUsed() {
        Driver driver = Driver.connected().press("j", "j", "d");
        assertEquals(List.of(new Request.DescribeHost("gpu2")), driver.sent(Request.DescribeHost.class));
        List<HostFact> facts = List.of(
                new HostFact("Identity file", "/home/me/.ssh/id_rsa: ssh-rsa, with a passphrase"),
                new HostFact("Not honoured", "proxyusefdpass yes"));
        driver.reply(Request.DescribeHost.class, new Reply.HostFacts(facts));
        assertTrue(driver.screen().contains("/home/me/.ssh/id_rsa: ssh-rsa, with a passphrase"));
        assertTrue(driver.screen().contains("Not honoured"));
    }

    @Test
    void paletteFindsAnActionByAPartOfItsName() {
        Driver driver = Driver.connected().press(":").type("tunnels").press("enter");
        assertEquals(View.TUNNELS, driver.model().page().table().view());
    }

    @Test
    void rowMenuDoesWhatItsKeySays() {
        Driver driver = Driver.connected().press("m", "d");
        assertInstanceOf(Page.Details.class, driver.model().page());
    }

    @Test
    void detailsAreSearchedFromLineToLine() {
        Driver driver = Driver.connected(80, 24).press("d", "/").type("age").press("enter", "n");
        assertTrue(driver.model().navigation().state().top() > 0);
        driver.press("esc");
        assertInstanceOf(Page.Details.class, driver.model().page());
        driver.press("esc");
        assertInstanceOf(Page.Table.class, driver.model().page());
    }

    @Test
    void tunnelIsToggledWithoutAQuestionAndDeletedWithOne() {
        Driver driver = Driver.connected().press("5", "j", "t");
        assertEquals(List.of(new Request.StopTunnel("gpu1-6006")), driver.sent(Request.StopTunnel.class));
        driver.press("X");
        assertInstanceOf(Dialog.Confirm.class, driver.model().dialog());
        driver.press("enter");
        assertTrue(driver.sent(Request.RemoveTunnel.class).isEmpty());
        driver.press("X", "y");
        assertEquals(List.of(new Request.RemoveTunnel("gpu1-6006")), driver.sent(Request.RemoveTunnel.class));
    }

    private Driver startedJob() {
        Driver driver = Driver.connected().press("enter", "j", "o");
        return driver.reply(Request.PlanJupyter.class, plan()).press("enter");
    }

    private static Reply.JupyterPlan plan() {
        return new Reply.JupyterPlan(JupyterServer.Kind.LAB, "4.3.4", 8888, "/workspace", "jupyter lab --port=8888");
    }

    private Reply.OpenedServer opened() {
        return new Reply.OpenedServer(
                sample.servers().getFirst(), new Secret("http://127.0.0.1:8888/lab?token=5ecre7"));
    }

    private HostSnapshot up(String host) {
        HostSnapshot like = sample.gpu1();
        return new HostSnapshot(
                host,
                HostState.UP,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                like.containers(),
                like.gpus(),
                like.servers(),
                Section.empty(),
                Section.empty(),
                null,
                null,
                Watches.NONE);
    }
}

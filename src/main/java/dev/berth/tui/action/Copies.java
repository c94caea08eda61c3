package dev.berth.tui.action;

import dev.berth.api.Problem;
import dev.berth.api.SshLine;
import dev.berth.tui.model.Model;
import dev.berth.tui.table.Subject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What there is to copy of a row, by what it is called. No token among it. */
final class Copies {
    private final Map<String, String> texts = new LinkedHashMap<>();

    private Copies() {}

    static Map<String, String> of(Subject subject, Model model) {
        Copies copies = new Copies();
        switch (subject) {
            case Subject.OfHost it ->
                copies.add("name", it.host())
                        .add("address", it.snapshot().address())
                        .add("ssh command", "ssh " + it.host())
                        .add("problem", it.snapshot().problem());
            case Subject.OfContainer it ->
                copies.add("name", it.container().name())
                        .add("id", it.container().id())
                        .add("image", it.container().image())
                        .add("host and name", it.name());
            case Subject.OfGpu it ->
                copies.add("UUID", it.gpu().uuid())
                        .add("index", Integer.toString(it.gpu().index()))
                        .add("name", it.gpu().name());
            case Subject.OfSlice it ->
                copies.add("UUID", it.slice().uuid())
                        .add("number", it.number())
                        .add("profile", it.slice().profile());
            case Subject.OfServer it ->
                copies.add("local address", local(it.server().localPort()))
                        .add("address on the host's side", it.server().url())
                        .add("directory", it.server().root())
                        .add("container", it.server().container());
            case Subject.OfTunnel it ->
                copies.add("local end", it.tunnel().local())
                        .add("local address", local(it.tunnel().localPort()))
                        .add("remote end", it.tunnel().remote())
                        .add("ssh command", SshLine.of(it.tunnel()))
                        .add("name", it.tunnel().name())
                        .add("reason", it.tunnel().reason());
            case Subject.OfImage it ->
                copies.add("name", it.tag())
                        .add("id", it.image().id())
                        .add("docker run line", "docker run -it --rm " + it.reference());
            case Subject.OfVolume it ->
                copies.add("name", it.volume().name())
                        .add("place on the host", it.volume().place())
                        .add("docker run option", "-v " + it.volume().name() + ":/data");
            case Subject.OfNotice it ->
                copies.add("message", it.notice().text())
                        .add("what to do", it.notice().next());
            case Subject.OfCommand it ->
                copies.add("command", it.command().text()).add("host", it.host());
            case Subject.OfTrouble it -> copies.add("problem", it.problem()).add("host", it.host());
        }
        return copies.texts;
    }

    private static @Nullable String local(@Nullable Integer port) {
        return port == null || port < 0 ? null : Browsing.local(port);
    }

    private Copies add(String what, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            texts.put(what, text);
        }
        return this;
    }

    private Copies add(String what, @Nullable Problem problem) {
        return problem == null ? this : add(what, problem.sentence());
    }
}

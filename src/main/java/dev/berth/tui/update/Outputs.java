package dev.berth.tui.update;

import dev.berth.api.Finding;
import dev.berth.api.Problem;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.Read;
import dev.berth.tui.model.Step;
import dev.berth.tui.table.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads what the host tells for the page that is shown, and for no other. */
final class Outputs {
    private static final int LOG_LINES = 500;

    private Outputs() {}

    static Step renewed(Model model) {
        Read now = model.work().read();
        Page.Output wanted = model.page() instanceof Page.Output output ? output : null;
        if (wanted == null) {
            return Step.of(now == null ? model : model.with(model.work().reading(null)));
        }
        if (now != null && now.page().equals(wanted) || !model.link().isUp()) {
            return Step.of(model);
        }
        return asked(model, wanted, List.of());
    }

    private static Step asked(Model model, Page.Output page, List<String> lines) {
        Request<?> request = switch (page.source()) {
            case Page.Source.Docker docker -> new Request.RunDocker(page.host(), docker.words());
            case Page.Source.JupyterLog log ->
                new Request.JupyterLog(page.host(), log.container(), log.port(), LOG_LINES);
            case Page.Source.Doctor doctor -> new Request.Doctor(page.host(), null);
        };
        return model.send(request, new Intent.ReadOutput(page))
                .map(sent -> sent.with(sent.work().reading(new Read(page, lines, Map.of(), true, null))));
    }

    static Step came(Model model, Page.Output page, Reply reply) {
        Read now = model.work().read();
        if (now == null || !now.page().equals(page)) {
            return Step.of(model);
        }
        List<String> lines = lines(reply);
        return page.live()
                ? asked(model, page, lines)
                : Step.of(model.with(model.work().reading(new Read(page, lines, fixes(reply), false, null))));
    }

    private static List<String> lines(Reply reply) {
        if (reply instanceof Reply.Findings found) {
            return found.findings().stream().flatMap(Outputs::lines).toList();
        }
        return reply instanceof Reply.Text text ? text.text().lines().toList() : List.of();
    }

    private static Map<String, String> fixes(Reply reply) {
        Map<String, String> fixes = new LinkedHashMap<>();
        if (reply instanceof Reply.Findings found) {
            for (Finding finding : found.findings()) {
                if (finding.fix() != null) {
                    fixes.put(finding.check(), finding.fix());
                }
            }
        }
        return fixes;
    }

    private static Stream<String> lines(Finding finding) {
        String first = Words.padded(finding.state().name(), 8) + Words.padded(finding.check(), 19) + finding.evidence();
        return finding.fix() == null
                ? Stream.of(first)
                : Stream.of(first, Words.padded("", 8) + Words.padded("  fix", 19) + finding.fix());
    }

    static Step failed(Model model, Page.Output page, Problem problem) {
        Read now = model.work().read();
        return Step.of(
                now == null || !now.page().equals(page)
                        ? model
                        : model.with(model.work().reading(new Read(page, now.lines(), now.copies(), false, problem))));
    }
}

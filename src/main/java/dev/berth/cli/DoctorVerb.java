package dev.berth.cli;

import dev.berth.api.Finding;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** doctor: what a host needs. */
final class DoctorVerb extends Verb {
    private String host = "";
    private @Nullable String proof;

    DoctorVerb(Context context) {
        super(
                context,
                "doctor",
                "What a host needs for containers with GPUs: each with state, evidence and the fix to copy. Changes"
                        + " nothing there; the exit code is 1 where something fails.");
        syntax().word("HOST", "An alias, or user@host[:port].", value -> host = value)
                .text(
                        "--prove IMAGE",
                        "Also run docker run --rm --gpus all IMAGE nvidia-smi there.",
                        value -> proof = value);
    }

    @Override
    int run() throws ProblemException, InterruptedException {
        if (proof != null) {
            context().refuseReadonly("run a container");
        }
        try (Talk talk = Talk.open(context())) {
            List<Finding> findings = talk.ask(new Request.Doctor(host, proof)).findings();
            print(findings);
            return findings.stream().anyMatch(finding -> finding.state() == Finding.State.FAIL) ? 1 : 0;
        }
    }

    private void print(List<Finding> findings) {
        if (options().json) {
            context().json(findings);
            return;
        }
        Table table = new Table("STATE", "CHECK", "EVIDENCE");
        for (Finding finding : findings) {
            table.row(finding.state().name().toLowerCase(Locale.ROOT), finding.check(), finding.evidence());
            if (finding.fix() != null) {
                table.row("", "  fix", finding.fix());
            }
        }
        table.print(front().out());
    }
}

package dev.berth.fleet;

import dev.berth.api.Finding;
import dev.berth.api.ProblemException;
import dev.berth.api.RemoteText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The guides' own proof that containers get GPUs: one is run, and removed again. Only when a person asks for it. */
final class GpuProof {
    private static final String CHECK = "container with GPUs";

    private GpuProof() {}

    static Finding run(Session session, String image) throws InterruptedException {
        List<String> words = List.of("run", "--rm", "--gpus", "all", image, "nvidia-smi", "-L");
        try {
            return seen(session.host(), image, DockerWords.run(session, words, null, progress -> {}));
        } catch (ProblemException failed) {
            String why = failed.problem().message();
            return new Finding(session.host(), CHECK, Finding.State.FAIL, RemoteText.oneLine(why, 400), fix(why));
        }
    }

    static Finding seen(String host, String image, String printed) {
        List<String> cards =
                printed.lines().filter(line -> line.startsWith("GPU ")).toList();
        return cards.isEmpty()
                ? new Finding(
                        host,
                        CHECK,
                        Finding.State.FAIL,
                        "nvidia-smi in " + image + " names no GPU: " + RemoteText.oneLine(printed, 200),
                        null)
                : new Finding(
                        host,
                        CHECK,
                        Finding.State.OK,
                        image + " sees " + (cards.size() == 1 ? "1 GPU" : cards.size() + " GPUs") + ", the first is "
                                + RemoteText.oneLine(
                                        cards.getFirst()
                                                .replaceFirst("^GPU \\d+: ", "")
                                                .replaceFirst(" \\(UUID.*", ""),
                                        100),
                        null);
    }

    static @Nullable String fix(String why) {
        if (why.contains("could not select device driver") || why.contains("unknown runtime")) {
            return "sudo apt-get install nvidia-container-toolkit; sudo nvidia-ctk runtime configure --runtime=docker;"
                    + " sudo systemctl restart docker";
        } else if (why.contains("nvidia-smi") && why.contains("not found")) {
            return "The toolkit put no nvidia-smi into the container: sudo nvidia-ctk runtime configure"
                    + " --runtime=docker; sudo systemctl restart docker; then nvidia-smi on the host itself";
        } else if (why.contains("unauthorized") || why.contains("denied")) {
            return "Log in to the image's registry first: berth login HOST REGISTRY";
        }
        return null;
    }
}

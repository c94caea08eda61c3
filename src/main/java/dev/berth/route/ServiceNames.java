package dev.berth.route;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a listening port is known as: by the program that listens, else by its customary port. */
final class ServiceNames {
    private record Program(Pattern words, String name) {}

    /** Words of a command line; the first that is found counts. */
    private static final List<Program> PROGRAMS = List.of(
            program("jupyter|ipykernel", "Jupyter"),
            program("tensorboard", "TensorBoard"),
            program("code-server|openvscode-server", "code-server"),
            program("mlflow", "MLflow"),
            program("digits", "DIGITS"),
            program("streamlit", "Streamlit"),
            program("gradio", "Gradio"),
            program("vllm", "vLLM"),
            program("ollama", "Ollama"),
            program("tritonserver", "Triton"),
            program("ray", "Ray"),
            program("http[.]server", "http.server"),
            program("sshd", "SSH"));

    private static final Map<Integer, String> PORTS = Map.of(
            22, "SSH",
            5000, "DIGITS or MLflow",
            6006, "TensorBoard",
            7860, "Gradio",
            8000, "vLLM",
            8265, "Ray",
            8501, "Streamlit",
            8888, "Jupyter",
            11434, "Ollama");

    /** These say nothing about what they run. */
    private static final Pattern INTERPRETER =
            Pattern.compile("python[0-9.]*|pt_main_thread|node|java|sh|bash|docker-proxy");

    private ServiceNames() {}

    private static Program program(String words, String name) {
        // a word of its own, however its path goes on: /opt/vllm/bin/x is vLLM's, "array.py" is not Ray's
        return new Program(Pattern.compile("(^|[^a-z0-9])(" + words + ")([^a-z0-9]|$)"), name);
    }

    static @Nullable String of(int port, PortReport.@Nullable Holder holder) {
        if (holder == null) {
            return PORTS.get(port);
        }
        String line = (holder.process() + " " + holder.arguments()).toLowerCase(Locale.ROOT);
        for (Program program : PROGRAMS) {
            if (program.words().matcher(line).find()) {
                return program.name();
            }
        }
        return INTERPRETER.matcher(holder.process()).matches() ? PORTS.get(port) : null;
    }
}

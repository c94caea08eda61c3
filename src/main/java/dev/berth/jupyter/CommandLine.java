package dev.berth.jupyter;

import dev.berth.api.JupyterServer.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A process's argument vector, read as a Jupyter server's.
 *
 * @param port as asked for; what it got may be another
 */
record CommandLine(
        Kind kind, @Nullable Integer port, @Nullable String basePath) {
    private static final Map<String, Kind> PROGRAMS = Map.ofEntries(
            Map.entry("jupyter-lab", Kind.LAB),
            Map.entry("jupyter-labhub", Kind.LAB),
            Map.entry("jupyterlab", Kind.LAB),
            Map.entry("jupyterlab.labapp", Kind.LAB),
            Map.entry("jupyter-server", Kind.SERVER),
            Map.entry("jupyter_server", Kind.SERVER),
            Map.entry("jupyterhub-singleuser", Kind.SERVER),
            Map.entry("jupyterhub.singleuser", Kind.SERVER),
            Map.entry("jupyter-notebook", Kind.NOTEBOOK),
            Map.entry("jupyter-nbclassic", Kind.NOTEBOOK),
            Map.entry("nbclassic", Kind.NOTEBOOK),
            Map.entry("notebook", Kind.NOTEBOOK),
            Map.entry("notebook.notebookapp", Kind.NOTEBOOK));
    /** Subcommands and options of the same programs that serve nothing. */
    private static final Set<String> OTHERS = Set.of(
            "list",
            "stop",
            "password",
            "extension",
            "build",
            "clean",
            "path",
            "paths",
            "workspaces",
            "workspace",
            "licenses",
            "--version",
            "--help",
            "-h",
            "--help-all",
            "--show-config",
            "--generate-config");

    private static final Set<String> WITH_VALUE = Set.of("-X", "-W", "--check-hash-based-pycs");

    /** Null where this is no server: a kernel, a shell that speaks of Jupyter, {@code jupyter server list}. */
    static @Nullable CommandLine of(List<String> argv) {
        int program = program(argv);
        Kind kind = program < 0 ? null : PROGRAMS.get(baseName(argv.get(program)));
        if (kind == null || isModuleNameAsProgram(argv, program)) {
            return null;
        }
        List<String> options = argv.subList(program + 1, argv.size());
        if (options.stream().anyMatch(OTHERS::contains)) {
            return null;
        }
        return new CommandLine(kind, port(options), option(options, "base_url"));
    }

    /** Where in {@code argv} the program or module is: behind the interpreter and its options, if there is one. */
    private static int program(List<String> argv) {
        if (argv.isEmpty()) {
            return -1;
        }
        if (!baseName(argv.get(0)).matches("(python|pypy)[0-9.]*")) {
            return 0;
        }
        for (int i = 1; i < argv.size(); i++) {
            String option = argv.get(i);
            if (option.equals("-c")) {
                return -1;
            } else if (option.equals("-m")) {
                return i + 1 < argv.size() ? i + 1 : -1;
            } else if (WITH_VALUE.contains(option)) {
                i++;
            } else if (!option.startsWith("-")) {
                return i;
            }
        }
        return -1;
    }

    /** A script of one's own may be called "notebook"; as a module's name that is Jupyter's. */
    private static boolean isModuleNameAsProgram(List<String> argv, int program) {
        return !baseName(argv.get(program)).startsWith("jupyter-")
                && !baseName(argv.get(program)).startsWith("jupyterhub-")
                && (program == 0 || !argv.get(program - 1).equals("-m"));
    }

    private static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static @Nullable Integer port(List<String> options) {
        String port = option(options, "port");
        return port != null && port.matches("[0-9]{1,5}") ? Integer.valueOf(port) : null;
    }

    /** {@code --name=value}, {@code --name value} or {@code --AnyApp.name=value}. */
    private static @Nullable String option(List<String> options, String name) {
        String found = null;
        for (int i = 0; i < options.size(); i++) {
            String option = options.get(i);
            if (option.equals("--" + name)) {
                found = i + 1 < options.size() ? options.get(i + 1) : null;
            } else if (option.matches("--([A-Za-z]+App\\.)?" + name + "=.*")) {
                found = option.substring(option.indexOf('=') + 1);
            }
        }
        return found;
    }
}

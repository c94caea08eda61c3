package dev.berth.jupyter;

import dev.berth.api.Container.PortMapping;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.docker.Docker.ContainerDetails;
import dev.berth.link.Command;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An order as parameters of start.sh. */
final class StartScript {
    private StartScript() {}

    enum Mode {
        PLAN,
        START
    }

    /**
     * @param details null for the host itself
     * @param seconds how long to watch it come up
     */
    static Script of(Mode mode, String host, @Nullable ContainerDetails details, StartOrder order, long seconds)
            throws ProblemException {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("MODE", mode == Mode.PLAN ? "plan" : "start");
        parameters.put("WANTED", order.port() == null ? "" : Integer.toString(order.port()));
        parameters.put("PUBLISHED", details == null ? "" : published(details));
        parameters.put("WHERE", where(details, order));
        parameters.put("NAME", name(details == null ? null : details.id()));
        parameters.put("PREFIX", BasePath.prefix(host, details == null ? null : details.name()));
        parameters.put("ADDRESS", address(details));
        parameters.put("VARIABLES", variables(order));
        parameters.put(
                "ARGUMENTS", order.arguments().stream().map(Command::quote).collect(Collectors.joining(" ")));
        parameters.put("LIMIT", Long.toString(seconds));
        return Script.of("start", parameters);
    }

    /** Tells containers apart that share the directory our files are in. */
    static String name(@Nullable String containerId) {
        return containerId == null ? "host" : containerId.substring(0, Math.min(12, containerId.length()));
    }

    private static String published(ContainerDetails details) {
        return details.ports().stream()
                .filter(mapping ->
                        mapping.hostPort() != null && mapping.protocol().equals("tcp"))
                .map(PortMapping::containerPort)
                .distinct()
                .sorted()
                .map(Object::toString)
                .collect(Collectors.joining(" "));
    }

    private static String where(@Nullable ContainerDetails details, StartOrder order) {
        return Objects.requireNonNullElse(order.directory(), details == null ? "~" : "");
    }

    /** In a network of its own all addresses are only the container's; in the host's they would be the whole site's. */
    private static String address(@Nullable ContainerDetails details) {
        boolean shared = details == null
                || details.networkMode().equals("host")
                || details.networkMode().equals("none");
        return shared ? "127.0.0.1" : "0.0.0.0";
    }

    private static String variables(StartOrder order) throws ProblemException {
        StringBuilder text = new StringBuilder();
        for (String variable : order.environment()) {
            int equals = variable.indexOf('=');
            if (equals < 0 || !variable.substring(0, equals).matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw Problem.of(
                                Problem.Code.USAGE,
                                "\"" + RemoteLine.clean(variable) + "\" is no environment variable.",
                                "Write it as NAME=value.")
                        .asException();
            }
            export(text, variable.substring(0, equals), variable.substring(equals + 1));
        }
        gpus(text, order.gpus());
        return text.toString();
    }

    /** CUDA counts the fastest first unless told to count by PCI address as nvidia-smi does. */
    private static void gpus(StringBuilder text, List<String> gpus) {
        if (gpus.isEmpty()) {
            return;
        }
        export(text, "CUDA_DEVICE_ORDER", "PCI_BUS_ID");
        export(text, "CUDA_VISIBLE_DEVICES", String.join(",", gpus));
    }

    private static void export(StringBuilder text, String name, String value) {
        text.append("export ")
                .append(name)
                .append('=')
                .append(Command.quote(value))
                .append('\n');
    }
}

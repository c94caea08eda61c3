package dev.berth.cli;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ScopeType;

/**
 * The words and options that a verb takes, told to picocli in code: reading its annotations by reflection would cost each
 * call some 40 ms. An option is written as a manual writes it, such as {@code -n, --lines N}. What was not given is not
 * assigned.
 */
final class Syntax {
    private final CommandSpec spec;
    private final ScopeType scope;
    private int positions;

    private Syntax(CommandSpec spec, ScopeType scope) {
        this.spec = spec;
        this.scope = scope;
    }

    /** @param command what picocli calls: a Callable of the exit code */
    static Syntax of(Object command, String name, String... description) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
        spec.usageMessage().description(description);
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .type(boolean.class)
                .description("Show this help message and exit.")
                .build());
        return new Syntax(spec, ScopeType.LOCAL);
    }

    /** The same command's options that each verb below it takes, too. */
    Syntax inherited() {
        return new Syntax(spec, ScopeType.INHERIT);
    }

    CommandSpec spec() {
        return spec;
    }

    /** An option that is there or not. */
    Syntax flag(String usage, String description, Consumer<Boolean> to) {
        return add(option(usage, description).type(boolean.class), to);
    }

    /** An option that may be given as {@code --x} or as {@code --no-x}. */
    Syntax choice(String usage, String description, Consumer<Boolean> to) {
        return add(option(usage, description).type(Boolean.class).arity("0").negatable(true), to);
    }

    Syntax text(String usage, String description, Consumer<String> to) {
        return add(option(usage, description).type(String.class), to);
    }

    Syntax number(String usage, String description, Consumer<Integer> to) {
        return add(option(usage, description).type(Integer.class), to);
    }

    Syntax decimal(String usage, String description, Consumer<Double> to) {
        return add(option(usage, description).type(Double.class), to);
    }

    /** An option that may be repeated. */
    Syntax list(String usage, String description, Consumer<List<String>> to) {
        return add(option(usage, description).type(List.class).auxiliaryTypes(String.class), to);
    }

    /** An option that may be repeated, and whose value may be several with commas between. */
    Syntax commaList(String usage, String description, Consumer<List<String>> to) {
        return add(
                option(usage, description)
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .splitRegex(","),
                to);
    }

    /** One word, which has to be there; it stands behind those told before. */
    Syntax word(String label, String description, Consumer<String> to) {
        return add(position(String.valueOf(positions), "1", label, description).type(String.class), to);
    }

    /**
     * All words behind those told before.
     *
     * @param arity how many, such as {@code 0..1} or {@code 1..*}
     */
    Syntax words(String label, String arity, String description, Consumer<List<String>> to) {
        return add(
                position(positions + "..*", arity, label, description)
                        .type(List.class)
                        .auxiliaryTypes(String.class),
                to);
    }

    private OptionSpec.Builder option(String usage, String description) {
        int space = usage.lastIndexOf(' ');
        String label = space < 0 || usage.charAt(space + 1) == '-' ? "" : usage.substring(space + 1);
        String names = label.isEmpty() ? usage : usage.substring(0, space);
        OptionSpec.Builder option =
                OptionSpec.builder(names.split(", ")).description(description).scopeType(scope);
        return label.isEmpty() ? option : option.paramLabel(label);
    }

    private PositionalParamSpec.Builder position(String index, String arity, String label, String description) {
        positions++;
        return PositionalParamSpec.builder()
                .index(index)
                .arity(arity)
                .required(!arity.startsWith("0"))
                .paramLabel(label)
                .description(description);
    }

    private <T> Syntax add(OptionSpec.Builder option, Consumer<T> to) {
        Assignment<T> assignment = new Assignment<>(to);
        spec.addOption(option.getter(assignment).setter(assignment).build());
        return this;
    }

    private <T> Syntax add(PositionalParamSpec.Builder position, Consumer<T> to) {
        Assignment<T> assignment = new Assignment<>(to);
        spec.addPositional(position.getter(assignment).setter(assignment).build());
        return this;
    }

    /** picocli reads back what it assigned: a list is added to. It clears by assigning null. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // so picocli has it; it assigns what the type says
    private static final class Assignment<V> implements IGetter, ISetter {
        private final Consumer<V> to;
        private @Nullable Object assigned;

        Assignment(Consumer<V> to) {
            this.to = to;
        }

        @Override
        public <T> @Nullable T get() {
            return (T) assigned;
        }

        @Override
        public <T> @Nullable T set(@Nullable T value) {
            T before = (T) assigned;
            assigned = value;
            if (value != null) {
                to.accept((V) value);
            }
            return before;
        }
    }
}

package dev.berth.tui.model;

import dev.berth.api.ListeningPort;
import dev.berth.api.Problem;
import dev.berth.api.Reply;
import dev.berth.api.Secret;
import dev.berth.api.TunnelStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What lies over the page and takes all keys. Dialogs lie on a stack; the questions of the agent lie over all of them. */
public sealed interface Dialog {

    /**
     * Asks before something is done.
     *
     * @param lines object, host and consequence
     * @param focus index of the button that Enter presses
     */
    record Confirm(String title, List<String> lines, List<Button> buttons, int focus) implements Dialog {
        public Confirm {
            lines = List.copyOf(lines);
            buttons = List.copyOf(buttons);
        }

        public Confirm focused(int button) {
            return new Confirm(title, lines, buttons, Math.floorMod(button, buttons.size()));
        }
    }

    /** @param key the letter that presses it from anywhere in the dialog; 0 where none does */
    record Button(String label, char key, boolean danger, Outcome outcome) {}

    /**
     * Fields to fill in.
     *
     * @param subject what it is for: decides how the fields are read
     * @param notes facts above the fields
     * @param focus index of the field that takes the keys
     * @param problem why it was refused, where no single field is to blame
     * @param sent the tag of the request it waits for; 0 while it is filled in
     */
    record Form(
            Subject subject,
            String title,
            List<String> notes,
            List<Field> fields,
            int focus,
            @Nullable Problem problem,
            long sent)
            implements Dialog {
        public Form {
            notes = List.copyOf(notes);
            fields = List.copyOf(fields);
        }

        public sealed interface Subject {}

        /** @param container null: on the host itself */
        public record StartJupyter(String host, @Nullable String container) implements Subject {}

        public record NewTunnel() implements Subject {}

        /** Another local port for a tunnel whose own is taken. */
        public record StartTunnel(TunnelStatus tunnel) implements Subject {}

        /**
         * @param notebook Jupyter comes next
         * @param free the GPU that a notebook gets; empty where none is known to be free
         * @param last what was run on the host before; null where nothing was
         */
        public record RunContainer(
                String host,
                boolean notebook,
                String free,
                @Nullable String last) implements Subject {}

        /** @param line from docker run on */
        public record SaveProfile(String line) implements Subject {}

        /** One text that a line of docker's own words is made of, such as a new tag. */
        public record DockerWords(String host, Purpose purpose, String about) implements Subject {}

        public enum Purpose {
            PULL,
            TAG,
            COMMIT,
            VOLUME
        }

        /** @param doctor the page that gets what is found */
        public record ProveGpus(Page.Output doctor) implements Subject {}

        public record WatchGpus(String host) implements Subject {}

        public record Login(String host) implements Subject {}

        /** What of a log is to be shown. */
        public record LogPart(Page.Log log) implements Subject {}

        /**
         * Something to be carried between this machine and the host.
         *
         * @param about the container or image that it is done to; empty where there is none
         */
        public record Carry(String host, What what, String about) implements Subject {}

        public enum What {
            COPY_IN,
            COPY_OUT,
            BUILD,
            SAVE,
            LOAD,
            SAVE_LOG
        }

        /** @param container its id */
        public record RenameContainer(String host, String container, String name) implements Subject {}

        /** The text of a field without blanks around it. */
        public String value(String name) {
            for (Field field : fields) {
                if (field.name().equals(name)) {
                    return field.input().text().strip();
                }
            }
            return "";
        }

        public Form focused(int field) {
            return new Form(subject, title, notes, fields, Math.floorMod(field, fields.size()), problem, sent);
        }

        public Form focused(String name) {
            for (int i = 0; i < fields.size(); i++) {
                if (fields.get(i).name().equals(name)) {
                    return focused(i);
                }
            }
            return this;
        }

        /** With another text in a field; what was wrong with it is forgotten. */
        public Form with(String name, TextInput input) {
            return each(field -> field.name().equals(name) ? field.with(input) : field);
        }

        /** With the reason next to the field, which gets the focus. */
        public Form blaming(String name, Problem reason) {
            return each(field -> field.name().equals(name) ? field.blamed(reason) : field)
                    .focused(name);
        }

        public Form failed(@Nullable Problem reason) {
            return new Form(subject, title, notes, fields, focus, reason, 0);
        }

        /** Waiting for the answer to that request; what was wrong before is forgotten. */
        public Form sentAs(long tag) {
            Form blameless = each(field -> field.with(field.input()));
            return new Form(subject, title, notes, blameless.fields, focus, null, tag);
        }

        private Form each(java.util.function.UnaryOperator<Field> change) {
            List<Field> changed = new ArrayList<>(fields);
            changed.replaceAll(change);
            return new Form(subject, title, notes, changed, focus, problem, sent);
        }
    }

    /**
     * A field of a form.
     *
     * @param hint shown while the field is empty: what nothing means
     * @param masked its text is not shown
     */
    record Field(
            String name,
            String label,
            TextInput input,
            String hint,
            @Nullable Problem problem,
            boolean masked) {
        public static Field of(String name, String label, String value, String hint) {
            return new Field(name, label, TextInput.of(value), hint, null, false);
        }

        /** For a password. */
        public static Field masked(String name, String label, String hint) {
            return new Field(name, label, TextInput.EMPTY, hint, null, true);
        }

        Field with(TextInput other) {
            return new Field(name, label, other, hint, null, masked);
        }

        Field blamed(Problem reason) {
            return new Field(name, label, input, hint, reason, masked);
        }
    }

    /** Things to pick from. */
    record Menu(String title, List<Item> items, int cursor) implements Dialog {
        public Menu {
            items = List.copyOf(items);
        }

        public Menu at(int item) {
            return new Menu(title, items, items.isEmpty() ? 0 : Math.clamp(item, 0, items.size() - 1));
        }
    }

    /**
     * An item of a menu.
     *
     * @param key the key that picks it at once; empty where none does
     * @param hint its value or what it does
     * @param refusal why it can't be picked now
     */
    record Item(
            String key, String label, String hint, @Nullable String refusal, Outcome outcome) {}

    /**
     * The ports that a host and its containers listen on, or one container.
     *
     * @param found as they were when they were asked for
     */
    record Ports(String host, @Nullable String container, Reply.Ports found, int cursor) implements Dialog {
        public List<ListeningPort> ports() {
            return found.ports();
        }

        public Ports at(int port) {
            return new Ports(host, container, found, ports().isEmpty() ? 0 : Math.clamp(port, 0, ports().size() - 1));
        }

        /** The port under the cursor; null where there is none. */
        public @Nullable ListeningPort selected() {
            return ports().isEmpty() ? null : ports().get(cursor);
        }

        /** With the laptop's end of the tunnel that was made to a port. */
        public Ports reached(@Nullable String inContainer, String spec, int local) {
            List<ListeningPort> all = new ArrayList<>(ports());
            all.replaceAll(port ->
                    Objects.equals(port.container(), inContainer) && port.spec().equals(spec) ? port.at(local) : port);
            return new Ports(host, container, new Reply.Ports(all, found.untold(), found.noContainers()), cursor);
        }
    }

    /** All actions by name. */
    record Palette(TextInput input, int cursor) implements Dialog {}

    /** All keys of the page. */
    record Help(int top) implements Dialog {}

    /**
     * A job as it goes on.
     *
     * @param tag of its request
     */
    record Progress(long tag) implements Dialog {}

    /** An address to open by hand. */
    record Address(String title, Secret url, List<String> lines) implements Dialog {}

    /** A failure with all it has to say. */
    record Trouble(String title, Problem problem) implements Dialog {}
}

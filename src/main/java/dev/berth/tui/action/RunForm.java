package dev.berth.tui.action;

import dev.berth.api.ContainerChange;
import dev.berth.api.DockerLine;
import dev.berth.api.Gpu;
import dev.berth.api.GpuSlice;
import dev.berth.api.HostSnapshot;
import dev.berth.api.KeptRun;
import dev.berth.api.Problem;
import dev.berth.api.Reading;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.RunSpec;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Effect;
import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Job;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Outcome;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.TextInput;
import dev.berth.tui.table.Subject;
import dev.berth.tui.table.Words;
import dev.berth.tui.term.Key;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The form of docker run: its fields make a line, which is shown as it grows and is the one that runs. */
public final class RunForm {
    private static final String IMAGE = "image";
    private static final String NAME = "name";
    private static final String GPUS = "gpus";
    private static final String PORTS = "ports";
    private static final String VOLUMES = "volumes";
    private static final String SHM = "shm";
    private static final String IPC = "ipc";
    private static final String ULIMITS = "ulimits";
    private static final String USER = "user";
    private static final String REMOVE = "rm";
    private static final String ENVIRONMENT = "env";
    private static final String DIRECTORY = "workdir";
    private static final String NETWORK = "network";
    private static final String RESTART = "restart";
    private static final String MODE = "mode";
    private static final String MORE = "more";
    private static final String COMMAND = "command";

    /** Completes a path. */
    private static final Key PATHS = Key.ctrl('f');

    private static final String HOST = "host";
    private static final String YES = "yes";
    private static final String TERMINAL = "terminal";
    private static final String DETACHED = "detached";
    private static final List<String> KEEPS_RUNNING = List.of("sleep", "infinity");
    private static final int ID = 12;

    private RunForm() {}

    public static Dialog.Form of(Model model, Intent.Wizard wizard, Reply.Runs runs) {
        if (!wizard.notebook()) {
            Dialog.Form.RunContainer subject = new Dialog.Form.RunContainer(wizard.host(), false, "", runs.last());
            return filled(subject, preset(empty(wizard.image(), "", List.of())), List.of());
        }
        HostSnapshot host = model.facts().host(wizard.host());
        Gpu free = FreestGpu.of(host);
        Subject.OfSlice slice = free == null ? FreestGpu.slice(host) : null;
        String note = "No GPU of " + wizard.host() + " is known to be free.";
        String device = "";
        if (free != null) {
            note = "GPU " + free.index() + " is free: " + free.name() + ".";
            device = free.uuid();
        } else if (slice != null) {
            note = "Slice " + slice.number() + " is free: " + slice.slice().profile() + " of a "
                    + slice.gpu().name() + ".";
            device = device(slice);
        }
        RunSpec spec = empty(wizard.image(), device, KEEPS_RUNNING);
        return filled(
                new Dialog.Form.RunContainer(wizard.host(), true, device, runs.last()),
                preset(spec),
                List.of("Runs it, starts Jupyter in it, makes a tunnel, opens the browser.", note));
    }

    private static RunSpec empty(String image, String gpus, List<String> command) {
        return new RunSpec(
                image, "", gpus, List.of(), List.of(), "", "", List.of(), "", false, List.of(), "", "", "", false,
                List.of(), command);
    }

    /** With what NVIDIA recommends, where it is an image of its registry and nothing else was chosen. */
    private static RunSpec preset(RunSpec run) {
        boolean chosen = !run.ipc().isEmpty()
                || !run.shmSize().isEmpty()
                || !run.ulimits().isEmpty();
        return !RunSpec.isNgc(run.image()) || chosen
                ? run
                : chosen(
                        run,
                        run.gpus().isEmpty() ? RunSpec.ALL : run.gpus(),
                        HOST,
                        RunSpec.NGC_ULIMITS,
                        run.terminal(),
                        run.command());
    }

    private static Dialog.Form filled(Dialog.Form.RunContainer subject, RunSpec run, List<String> notes) {
        String title = subject.notebook() ? "Notebook on a free GPU of " : "Run a container on ";
        return new Dialog.Form(subject, title + subject.host(), notes, fields(run), 0, null, 0);
    }

    private static List<Dialog.Field> fields(RunSpec run) {
        return List.of(
                field(IMAGE, "Image", run.image(), "a name, or a pasted line of docker run"),
                field(NAME, "Name", run.name(), "docker makes one up"),
                field(GPUS, "GPUs", run.gpus(), "none; all, count=2, 0,1 or UUIDs; ctrl-g picks"),
                field(PORTS, "Ports", DockerLine.typed(run.ports()), "none published; 8888:8888 …"),
                field(
                        VOLUMES,
                        "Volumes",
                        DockerLine.typed(run.volumes()),
                        "~/data:/data:ro name:/cache …; ctrl-f completes"),
                field(SHM, "Shared memory", run.shmSize(), "64m; 8g"),
                field(IPC, "IPC", run.ipc(), "its own; host shares it with the box"),
                field(ULIMITS, "Limits", DockerLine.typed(run.ulimits()), "memlock=-1 stack=67108864"),
                field(USER, "User", run.user(), "the image's; $(id -u):$(id -g) is yours on the box"),
                field(REMOVE, "Remove", run.remove() ? YES : "", "no; yes: when it ends"),
                field(ENVIRONMENT, "Environment", DockerLine.typed(run.environment()), "NAME=value …"),
                field(DIRECTORY, "Directory", run.directory(), "the image's"),
                field(NETWORK, "Network", run.network(), "bridge; host"),
                field(RESTART, "Restart", run.restart(), "no; unless-stopped"),
                field(MODE, "Mode", run.terminal() ? TERMINAL : DETACHED, "detached; terminal"),
                field(MORE, "More options", DockerLine.typed(run.more()), "any others of docker run"),
                field(COMMAND, "Command", DockerLine.typed(run.command()), "the image's"));
    }

    private static Dialog.Field field(String name, String label, String value, String hint) {
        return Dialog.Field.of(name, label, value, hint);
    }

    private static RunSpec spec(Dialog.Form form) {
        return new RunSpec(
                form.value(IMAGE),
                form.value(NAME),
                form.value(GPUS).replace(" ", ""),
                DockerLine.words(form.value(PORTS)),
                DockerLine.words(form.value(VOLUMES)),
                form.value(SHM),
                form.value(IPC),
                DockerLine.words(form.value(ULIMITS)),
                form.value(USER),
                form.value(REMOVE).equals(YES),
                DockerLine.words(form.value(ENVIRONMENT)),
                form.value(DIRECTORY),
                form.value(NETWORK),
                form.value(RESTART),
                form.value(MODE).equals(TERMINAL),
                DockerLine.words(form.value(MORE)),
                DockerLine.words(form.value(COMMAND)));
    }

    /** The line as it would run. */
    public static String line(Dialog.Form form) {
        RunSpec run = spec(form);
        return "docker " + DockerLine.of(run.image().isEmpty() ? blank(run.words()) : run.words());
    }

    /** An image that is not there yet would be shown as two quotes. */
    private static List<String> blank(List<String> words) {
        List<String> named = new ArrayList<>(words);
        named.replaceAll(word -> word.isEmpty() ? "IMAGE" : word);
        return named;
    }

    /** The form after its field was typed into. */
    public static Dialog.Form typed(Dialog.Form before, Dialog.Form after) {
        boolean now = RunSpec.isNgc(after.value(IMAGE));
        if (now == RunSpec.isNgc(before.value(IMAGE))) {
            return after;
        }
        return refilled(after, now ? preset(spec(after)) : plain(spec(after)));
    }

    /** Without what NVIDIA recommends for its own images, where nothing of that was changed. */
    private static RunSpec plain(RunSpec run) {
        RunSpec bare = chosen(
                run, run.gpus().equals(RunSpec.ALL) ? "" : run.gpus(), "", List.of(), run.terminal(), run.command());
        boolean preset = run.ipc().equals(HOST) && run.ulimits().equals(RunSpec.NGC_ULIMITS);
        return preset && run.shmSize().isEmpty() ? bare : run;
    }

    private static RunSpec chosen(
            RunSpec run, String gpus, String ipc, List<String> ulimits, boolean terminal, List<String> command) {
        return new RunSpec(
                run.image(),
                run.name(),
                gpus,
                run.ports(),
                run.volumes(),
                run.shmSize(),
                ipc,
                ulimits,
                run.user(),
                run.remove(),
                run.environment(),
                run.directory(),
                run.network(),
                run.restart(),
                terminal,
                run.more(),
                command);
    }

    private static Dialog.Form refilled(Dialog.Form form, RunSpec run) {
        List<Dialog.Field> fields = new ArrayList<>(fields(run));
        // the caret of the field that is typed into stays where it is
        fields.set(form.focus(), form.fields().get(form.focus()));
        return new Dialog.Form(form.subject(), form.title(), form.notes(), fields, form.focus(), null, 0);
    }

    /** The form filled by a line that was pasted; null where the text is no such line. */
    public static Dialog.@Nullable Form pasted(Dialog.Form form, String text) {
        RunSpec run = RunSpec.parse(text);
        if (run == null || !(form.subject() instanceof Dialog.Form.RunContainer subject)) {
            return null;
        }
        RunSpec fit = subject.notebook() ? notebook(run, subject.free()) : run;
        return new Dialog.Form(subject, form.title(), form.notes(), fields(fit), 0, null, 0);
    }

    /** As Jupyter needs it: on the free GPU where it does not want several, and alive without a terminal. */
    private static RunSpec notebook(RunSpec run, String free) {
        boolean several = run.gpus().indexOf(',') >= 0 || run.gpus().startsWith("count=");
        boolean lives = !run.terminal() && !run.command().isEmpty();
        return chosen(
                run,
                several || free.isEmpty() ? run.gpus() : free,
                run.ipc(),
                run.ulimits(),
                false,
                lives ? run.command() : KEEPS_RUNNING);
    }

    /** Keys that only this form has; null for all others. */
    public static @Nullable Step pressed(Model model, Dialog.Form form, Dialog.Form.RunContainer subject, Key key) {
        if (key.equals(Key.ctrl('g'))) {
            return Step.of(model.open(gpus(model, form, subject, 0)));
        } else if (key.equals(PATHS)) {
            return form.fields().get(form.focus()).name().equals(VOLUMES)
                    ? PathField.complete(model, form, subject.host(), null)
                    : Step.of(model.flash(Flash.Tone.WARN, "ctrl-f completes paths of the box, in the field Volumes."));
        } else if (key.equals(Key.ctrl('o'))) {
            // what is typed on is for the profiles, and must not run the form
            long tag = model.work().next();
            Step step = model.send(new Request.ListRuns(subject.host()), new Intent.Profiles());
            return step.effects().isEmpty() ? step : step.map(sent -> sent.swap(form.sentAs(tag)));
        } else if (key.equals(Key.ctrl('r'))) {
            String last = subject.last();
            return last == null
                    ? Step.of(model.flash(Flash.Tone.WARN, "Nothing was run on " + subject.host() + " by Berth yet."))
                    : Step.of(filledBy(model, last));
        } else if (key.equals(Key.ctrl('s'))) {
            return Step.of(model.open(saving(form)));
        }
        return null;
    }

    /** @param form that waits for them; null where it was left meanwhile */
    public static Model profiles(Model model, Dialog.@Nullable Form form, Reply.Runs runs) {
        if (form == null) {
            return model;
        }
        Model answered = model.swap(form, form.failed(null));
        if (runs.profiles().isEmpty()) {
            return answered.flash(Flash.Tone.WARN, "There are no profiles yet; ctrl-s saves this form as one.");
        }
        List<Dialog.Item> items = new ArrayList<>();
        for (KeptRun profile : runs.profiles()) {
            items.add(new Dialog.Item(
                    "", Words.orNone(profile.name()), profile.line(), null, new Outcome.FillRun(profile.line())));
        }
        return answered.open(new Dialog.Menu("Profiles (ctrl-s in the form saves one)", items, 0));
    }

    /** The form on top, filled by a line that was kept. */
    public static Model filledBy(Model model, String line) {
        if (!(model.dialog() instanceof Dialog.Form form) || !(form.subject() instanceof Dialog.Form.RunContainer)) {
            return model;
        }
        Dialog.Form filled = pasted(form, line);
        return filled == null ? model : model.swap(filled);
    }

    private static Dialog.Menu gpus(Model model, Dialog.Form form, Dialog.Form.RunContainer subject, int cursor) {
        List<String> chosen = Fields.list(form.value(GPUS));
        List<Dialog.Item> items = new ArrayList<>();
        items.add(
                new Dialog.Item("a", mark(form.value(GPUS).equals(RunSpec.ALL)) + "all", "", null, pick(RunSpec.ALL)));
        items.add(new Dialog.Item("n", mark(form.value(GPUS).isEmpty()) + "none", "", null, pick("")));
        HostSnapshot host = model.facts().host(subject.host());
        if (host != null) {
            items.addAll(gpus(host, chosen));
        }
        return new Dialog.Menu("GPUs for the container; Esc goes back to the form", items, cursor);
    }

    private static List<Dialog.Item> gpus(HostSnapshot host, List<String> chosen) {
        List<Dialog.Item> items = new ArrayList<>();
        for (Gpu gpu : host.gpus().items()) {
            items.add(new Dialog.Item(
                    gpu.index() < 10 ? Integer.toString(gpu.index()) : "",
                    mark(chosen.contains(gpu.uuid())) + gpu.index() + " " + gpu.name(),
                    use(gpu),
                    isSplit(gpu) ? split(gpu) : null,
                    pick(gpu.uuid())));
            for (GpuSlice slice : gpu.slices()) {
                Subject.OfSlice it = new Subject.OfSlice(host, gpu, slice);
                items.add(new Dialog.Item(
                        "",
                        mark(chosen.contains(device(it))) + " " + it.number() + " MIG " + slice.profile(),
                        use(slice),
                        null,
                        pick(device(it))));
            }
        }
        return items;
    }

    private static boolean isSplit(Gpu gpu) {
        return Boolean.TRUE.equals(gpu.health().mig());
    }

    /** Docker would give it, slices and all left out: what runs there would not find it. */
    private static String split(Gpu gpu) {
        return gpu.slices().isEmpty()
                ? "in MIG mode without a slice: CUDA finds no device on it; nvidia-smi mig -cgi makes slices"
                : "split by MIG: pick a slice of it; CUDA finds no device on the whole card";
    }

    /** As docker takes it; its number where its UUID could not be read. */
    private static String device(Subject.OfSlice it) {
        return it.slice().uuid().isEmpty() ? it.number() : it.slice().uuid();
    }

    private static String mark(boolean chosen) {
        return chosen ? "[x] " : "[ ] ";
    }

    private static Outcome pick(String device) {
        return new Outcome.PickGpu(device);
    }

    private static String use(Gpu gpu) {
        String busy = gpu.utilization() instanceof Reading.Value value ? Math.round(value.value()) + " %, " : "";
        return busy + memory(gpu.memoryUsed(), gpu.memoryTotal()) + free(gpu.free());
    }

    /** With as much of its UUID as there is room for. */
    private static String use(GpuSlice slice) {
        return memory(slice.memoryUsed(), slice.memoryTotal()) + free(slice.free()) + "  " + slice.uuid();
    }

    private static String memory(Reading used, Reading total) {
        return used instanceof Reading.Value some && total instanceof Reading.Value all
                ? Words.pair(some.value(), all.value()) + ", "
                : "";
    }

    private static String free(@Nullable Boolean free) {
        return free == null ? "use unknown" : free ? "free" : "in use";
    }

    /** The GPUs to pick from lie on top. */
    public static boolean isChoosing(Model model) {
        return model.dialog() instanceof Dialog.Menu menu
                && menu.items().stream().anyMatch(item -> item.outcome() instanceof Outcome.PickGpu);
    }

    /** What is shown of them is true as long as they are shown. */
    public static Model refreshed(Model model) {
        if (!isChoosing(model)
                || !(model.dialog() instanceof Dialog.Menu menu)
                || !(model.close().dialog() instanceof Dialog.Form form)
                || !(form.subject() instanceof Dialog.Form.RunContainer subject)) {
            return model;
        }
        Dialog.Menu newest = gpus(model, form, subject, 0);
        return model.swap(
                newest.at(place(newest, menu.items().get(menu.cursor()).outcome())));
    }

    /** A GPU was picked: it is in the form or out of it, and the next can be picked. */
    public static Model picked(Model model, String device) {
        if (!(model.dialog() instanceof Dialog.Form form)
                || !(form.subject() instanceof Dialog.Form.RunContainer subject)) {
            return model;
        }
        List<String> chosen = new ArrayList<>(Fields.list(form.value(GPUS)));
        boolean single = device.isEmpty() || device.equals(RunSpec.ALL);
        chosen.removeIf(word -> single || !word.matches("(GPU-|MIG-|[0-9]+:).*"));
        if (!device.isEmpty() && !chosen.remove(device)) {
            chosen.add(device);
        }
        Dialog.Form changed = form.with(GPUS, TextInput.of(String.join(",", chosen)));
        Dialog.Menu menu = gpus(model, changed, subject, 0);
        return model.swap(changed).open(menu.at(place(menu, pick(device))));
    }

    private static int place(Dialog.Menu menu, Outcome outcome) {
        for (int i = 0; i < menu.items().size(); i++) {
            if (menu.items().get(i).outcome().equals(outcome)) {
                return i;
            }
        }
        return 0;
    }

    private static Dialog.Form saving(Dialog.Form form) {
        String line = "docker " + DockerLine.typed(spec(form).words());
        return new Dialog.Form(
                new Dialog.Form.SaveProfile(line),
                "Save as a profile",
                List.of("Kept by Berth for all hosts; profiles of your own go into config.yaml.", line),
                List.of(field(NAME, "Name", "", "a word for it")),
                0,
                null,
                0);
    }

    static Step saved(Model model, Dialog.Form form, Dialog.Form.SaveProfile subject) {
        String name = form.value(NAME);
        if (name.isEmpty()) {
            return Step.of(model.swap(form.blaming(NAME, Fields.wrong("A profile needs a name."))));
        }
        long tag = model.work().next();
        Step step = model.send(new Request.SaveProfile(name, subject.line()), new Intent.SaveProfile(name));
        return step.effects().isEmpty() ? step : step.map(sent -> sent.swap(form.sentAs(tag)));
    }

    static Dialog.Form notSaved(Dialog.Form form, Problem problem) {
        return form.failed(null).blaming(NAME, problem);
    }

    static Step submit(Model model, Dialog.Form form, Dialog.Form.RunContainer subject) {
        Dialog.Form pasted = pasted(form, form.value(IMAGE));
        if (pasted != null) {
            return Step.of(model.swap(pasted));
        }
        Dialog.Form wrong = wrong(form, subject, model.facts().host(subject.host()));
        return wrong == null ? run(model, form, subject, spec(form)) : Step.of(model.swap(wrong));
    }

    private static Dialog.@Nullable Form wrong(
            Dialog.Form form, Dialog.Form.RunContainer subject, @Nullable HostSnapshot host) {
        String image = form.value(IMAGE);
        if (image.isEmpty() || image.startsWith("-") || image.chars().anyMatch(c -> c <= ' ')) {
            return form.blaming(IMAGE, Fields.wrong("Name an image, such as nvcr.io/nvidia/pytorch:24.10-py3."));
        }
        if (!form.value(NAME).isEmpty() && !ContainerChange.Rename.isName(form.value(NAME))) {
            return form.blaming(NAME, Fields.wrong(ContainerChange.Rename.RULE));
        }
        Gpu whole = splitCard(host, Fields.list(form.value(GPUS)));
        if (whole != null) {
            return form.blaming(GPUS, Fields.wrong("GPU " + whole.index() + " is " + split(whole) + "."));
        }
        if (!List.of("", "no", YES).contains(form.value(REMOVE))) {
            return form.blaming(REMOVE, Fields.wrong("Say yes or no."));
        }
        if (form.value(REMOVE).equals(YES) && !List.of("", "no").contains(form.value(RESTART))) {
            return form.blaming(RESTART, Fields.wrong("Docker restarts no container that is removed when it ends."));
        }
        if (!List.of("", DETACHED, TERMINAL).contains(form.value(MODE))) {
            return form.blaming(MODE, Fields.wrong("Say detached or terminal."));
        }
        return subject.notebook() && form.value(MODE).equals(TERMINAL)
                ? form.blaming(MODE, Fields.wrong("A notebook needs its container detached."))
                : null;
    }

    /** One that was named whole though it is split; null where none was. */
    private static @Nullable Gpu splitCard(@Nullable HostSnapshot host, List<String> named) {
        for (Gpu gpu : host == null ? List.<Gpu>of() : host.gpus().items()) {
            if (isSplit(gpu) && (named.contains(gpu.uuid()) || named.contains(Integer.toString(gpu.index())))) {
                return gpu;
            }
        }
        return null;
    }

    private static Step run(Model model, Dialog.Form form, Dialog.Form.RunContainer subject, RunSpec run) {
        return run.terminal()
                ? Step.of(model.close()).and(new Effect.Docker(subject.host(), run.words()))
                : detached(model, form, subject.host(), run, subject.notebook());
    }

    /** As a job, whose dialog takes the place of the form. */
    private static Step detached(Model model, Dialog.@Nullable Form form, String host, RunSpec run, boolean notebook) {
        String title = "Run " + run.image() + " on " + host;
        Intent intent = notebook
                ? new Intent.RunNotebook(host, run.name(), title)
                : new Intent.Task(
                        title,
                        (run.name().isEmpty() ? "A container of " + run.image() : run.name()) + " runs on " + host
                                + ".");
        return job(
                model,
                new Request.RunDocker(host, run.words()),
                intent,
                Job.task(title, form, model.now().nanos()));
    }

    /** Sends it; the dialog of the job lies on top, in the place of its form where it has one. */
    static Step job(Model model, Request<?> request, Intent intent, Job job) {
        return begun(model, model.send(request, intent), job);
    }

    /** The same of what was begun already: its tag is the next one of the model before. */
    static Step begun(Model before, Step step, Job job) {
        long tag = before.work().next();
        if (step.effects().isEmpty()) {
            return step;
        }
        Dialog progress = new Dialog.Progress(tag);
        return step.map(sent -> {
            Model kept = sent.with(sent.work().with(tag, job));
            return job.form() == null ? kept.open(progress) : kept.swap(progress);
        });
    }

    /** Begins a job that came from no form. */
    public static Step work(Model model, Outcome.Work work) {
        return job(
                model,
                work.request(),
                work.intent(),
                Job.task(work.title(), null, model.now().nanos()));
    }

    /** What was last run on the host runs again. */
    public static Step again(Model model, String host, Reply.Runs runs) {
        RunSpec run = runs.last() == null ? null : RunSpec.parse(runs.last());
        if (run == null) {
            return Step.of(
                    model.flash(Flash.Tone.WARN, "Nothing was run on " + host + " by Berth yet; c opens the form."));
        }
        Dialog.Form form = filled(new Dialog.Form.RunContainer(host, false, "", runs.last()), run, List.of());
        return run.terminal()
                ? Step.of(model).and(new Effect.Docker(host, run.words()))
                : detached(model.open(form), form, host, run, false);
    }

    /** The container runs: Jupyter comes next. */
    public static Step notebook(Model model, long tag, Intent.RunNotebook ran, Reply reply) {
        Job job = model.work().job(tag);
        String id = reply instanceof Reply.Text text
                ? text.text().lines().reduce((first, last) -> last).orElse("")
                : "";
        Model done = model.with(model.work().without(tag)).close(new Dialog.Progress(tag));
        if (job == null || id.length() < ID) {
            return Step.of(done.flash(Flash.Tone.BAD, "Docker on " + ran.host() + " told no container; see 2."));
        }
        String container = ran.name().isEmpty() ? id.substring(0, ID) : ran.name();
        Request.StartJupyter start = new Request.StartJupyter(
                ran.host(), container, null, null, List.of(), List.of(), Request.LocalPort.ANY, List.of());
        String where = Job.where(ran.host(), container);
        return job(
                done,
                start,
                new Intent.Start(where),
                Job.jupyter(where, null, done.now().nanos()));
    }

    /** The form again, with docker's words next to the field that they are about. */
    static Dialog.Form refused(Dialog.Form form, Problem problem) {
        String why = problem.message();
        if (why.contains("is already in use by container")) {
            return form.blaming(NAME, problem);
        } else if (why.contains("port is already allocated") || why.contains("address already in use")) {
            return form.blaming(PORTS, problem);
        } else if (why.contains("device driver") || why.contains("nvidia-container-cli")) {
            return form.blaming(GPUS, problem);
        } else if (why.contains("rlimit")) {
            return form.blaming(ULIMITS, problem);
        } else if (why.matches("(?s).*(pull access denied|manifest unknown|invalid reference|No such image).*")) {
            return form.blaming(IMAGE, problem);
        }
        return form.failed(problem);
    }
}

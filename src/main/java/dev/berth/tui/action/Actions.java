package dev.berth.tui.action;

import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Step;
import dev.berth.tui.term.Key;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The registry. Of two actions with one key, the first that applies to the page has it. */
public final class Actions {
    private static final List<Action> ALL = joined(
            HostActions.all(),
            ShellActions.all(),
            JupyterActions.all(),
            KernelActions.all(),
            CodeActions.all(),
            ContainerActions.all(),
            GpuActions.all(),
            WatchActions.all(),
            RunActions.all(),
            TmuxActions.all(),
            ImageActions.all(),
            VolumeActions.all(),
            OutputActions.all(),
            DoctorActions.all(),
            TunnelActions.all(),
            PortActions.all(),
            RowActions.all(),
            ListActions.all(),
            MoveActions.all(),
            GoActions.all());

    private Actions() {}

    public static List<Action> all() {
        return ALL;
    }

    /** The actions of this page and row. */
    public static List<Action> of(Target target) {
        return ALL.stream().filter(action -> action.applies().test(target)).toList();
    }

    /** What the foot of the screen names, the most wanted first. */
    public static List<Action> hints(Target target) {
        return of(target).stream()
                .filter(action -> action.hint() > 0 && action.hinted().test(target))
                .filter(action -> target.row() != null || refusal(target, action) == null)
                .sorted(Comparator.comparingInt(Action::hint))
                .toList();
    }

    public static @Nullable Action named(String id, Target target) {
        for (Action action : ALL) {
            if (action.id().equals(id) && action.applies().test(target)) {
                return action;
            }
        }
        return null;
    }

    /** Does what the key stands for on this page; says why where that can't be. */
    public static Step press(Model model, Key key) {
        Target target = Target.of(model);
        Action elsewhere = null;
        for (Action action : ALL) {
            if (action.keys().contains(key)) {
                if (action.applies().test(target)) {
                    return run(target, action);
                }
                elsewhere = elsewhere == null ? action : elsewhere;
            }
        }
        String why = elsewhere == null
                ? key.name() + " does nothing here; ? shows the keys."
                : key.name() + " (" + elsewhere.label() + ") has nothing to act on here; ? shows the keys.";
        return Step.of(model.flash(Flash.Tone.WARN, why));
    }

    public static Step run(Target target, Action action) {
        String refusal = refusal(target, action);
        return refusal == null
                ? action.doing().apply(target)
                : Step.of(target.model().flash(Flash.Tone.WARN, refusal));
    }

    /** Why the action can't be done now; null where it can. */
    public static @Nullable String refusal(Target target, Action action) {
        if (action.changesBox() && target.model().setup().readonly()) {
            return readonly(action.label());
        }
        return action.refusal().apply(target);
    }

    static String readonly(String what) {
        return "Berth was started with --readonly, so nothing that changes a host is done here (" + what + ").";
    }

    @SafeVarargs
    private static List<Action> joined(List<Action>... parts) {
        List<Action> all = new ArrayList<>();
        for (List<Action> part : parts) {
            all.addAll(part);
        }
        return List.copyOf(all);
    }
}

package dev.berth.tui.update;

import dev.berth.api.Secret;
import dev.berth.tui.action.Commands;
import dev.berth.tui.action.FormFields;
import dev.berth.tui.action.Help;
import dev.berth.tui.action.PortActions;
import dev.berth.tui.action.RunForm;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Effect;
import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.TextInput;
import dev.berth.tui.term.Key;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What keys do in the dialog on top. Esc and ctrl-c close each of them. */
final class Dialogs {
    private static final Key NEXT_FREE = Key.ctrl('n');

    private Dialogs() {}

    static Step pressed(Model model, Dialog dialog, Key key) {
        return switch (dialog) {
            case Dialog.Progress progress -> JobKeys.pressed(model, progress.tag(), key);
            case Dialog.Confirm confirm -> Keys.isEnd(key) ? closed(model) : confirm(model, confirm, key);
            case Dialog.Form form -> Keys.isEnd(key) ? closed(model) : form(model, form, key);
            case Dialog.Menu menu -> Keys.isEnd(key) || isText(key, 'q') ? closed(model) : menu(model, menu, key);
            case Dialog.Ports ports -> Keys.isEnd(key) || isText(key, 'q') ? closed(model) : ports(model, ports, key);
            case Dialog.Palette palette -> Keys.isEnd(key) ? closed(model) : palette(model, palette, key);
            case Dialog.Help help -> help(model, help, key);
            case Dialog.Address address -> address(model, address, key);
            case Dialog.Trouble trouble -> trouble(model, trouble, key);
        };
    }

    static Model pasted(Model model, Dialog dialog, String text) {
        if (dialog instanceof Dialog.Form form && form.sent() == 0) {
            return model.swap(pasted(form, text));
        }
        return dialog instanceof Dialog.Palette palette
                ? model.swap(new Dialog.Palette(palette.input().insert(text), 0))
                : model;
    }

    private static Dialog.Form pasted(Dialog.Form form, String text) {
        boolean run = form.subject() instanceof Dialog.Form.RunContainer;
        Dialog.Form filled = run ? RunForm.pasted(form, text) : null;
        if (filled != null) {
            return filled;
        }
        Dialog.Field field = form.fields().get(form.focus());
        Dialog.Form typed = form.with(field.name(), field.input().insert(text));
        return run ? RunForm.typed(form, typed) : typed;
    }

    private static Step closed(Model model) {
        return Step.of(model.close());
    }

    private static Step confirm(Model model, Dialog.Confirm confirm, Key key) {
        if (key.named() != null) {
            return switch (key.named()) {
                case ENTER ->
                    Outcomes.done(
                            model.close(),
                            confirm.buttons().get(confirm.focus()).outcome());
                case LEFT, UP -> Step.of(model.swap(confirm.focused(confirm.focus() - 1)));
                case RIGHT, DOWN -> Step.of(model.swap(confirm.focused(confirm.focus() + 1)));
                case TAB -> Step.of(model.swap(confirm.focused(confirm.focus() + (key.shift() ? -1 : 1))));
                default -> Step.of(model);
            };
        }
        for (Dialog.Button button : confirm.buttons()) {
            if (isText(key, button.key())) {
                return Outcomes.done(model.close(), button.outcome());
            }
        }
        return Step.of(model);
    }

    private static Step form(Model model, Dialog.Form form, Key key) {
        if (form.sent() != 0) {
            return Step.of(model);
        }
        if (key.named() != null) {
            switch (key.named()) {
                case ENTER -> {
                    return FormFields.submit(model, form);
                }
                case TAB, UP, DOWN -> {
                    boolean back = key.named() == Key.Named.UP || key.shift();
                    return Step.of(model.swap(form.focused(form.focus() + (back ? -1 : 1))));
                }
                default -> {}
            }
        }
        if (key.equals(NEXT_FREE)) {
            return Step.of(model.swap(FormFields.suggested(form)));
        }
        if (form.subject() instanceof Dialog.Form.RunContainer run) {
            Step own = RunForm.pressed(model, form, run, key);
            if (own != null) {
                return own;
            }
        }
        Dialog.Field field = form.fields().get(form.focus());
        TextInput typed = field.input().typed(key);
        if (typed == null) {
            return Step.of(model);
        }
        Dialog.Form changed = form.with(field.name(), typed);
        boolean run = form.subject() instanceof Dialog.Form.RunContainer;
        return Step.of(model.swap(run ? RunForm.typed(form, changed) : changed));
    }

    private static Step menu(Model model, Dialog.Menu menu, Key key) {
        if (menu.items().isEmpty()) {
            return closed(model);
        }
        for (Dialog.Item item : menu.items()) {
            if (key.isText() && item.key().equals(key.name())) {
                return picked(model, item);
            }
        }
        Integer moved = moved(key, menu.cursor());
        if (moved != null) {
            return Step.of(model.swap(menu.at(moved)));
        }
        return key.named() == Key.Named.ENTER ? picked(model, menu.items().get(menu.cursor())) : Step.of(model);
    }

    private static @Nullable Integer moved(Key key, int cursor) {
        if (key.named() == Key.Named.DOWN || isText(key, 'j')) {
            return cursor + 1;
        }
        return key.named() == Key.Named.UP || isText(key, 'k') ? (Integer) (cursor - 1) : null;
    }

    private static Step picked(Model model, Dialog.Item item) {
        return item.refusal() == null
                ? Outcomes.done(model.close(), item.outcome())
                : Step.of(model.flash(Flash.Tone.WARN, item.refusal()));
    }

    private static Step ports(Model model, Dialog.Ports ports, Key key) {
        if (key.named() == Key.Named.ENTER || isText(key, 'f')) {
            return PortActions.tunnel(model, ports);
        } else if (isText(key, 'o')) {
            return PortActions.open(model, ports);
        } else if (isText(key, 'r')) {
            return PortActions.look(model, ports.host(), ports.container());
        } else if (isText(key, 'y') && ports.selected() != null) {
            return copied(model, new Secret(PortActions.address(ports.selected())), "address");
        }
        int by = step(key, Math.max(1, model.size().rows() - 6));
        return Step.of(model.swap(ports.at(ports.cursor() + by)));
    }

    private static Step palette(Model model, Dialog.Palette palette, Key key) {
        List<Dialog.Item> items = Commands.matching(model, palette.input().text());
        int last = Math.max(0, items.size() - 1);
        int cursor = Math.min(palette.cursor(), last);
        if (key.named() == Key.Named.DOWN || key.named() == Key.Named.UP) {
            int moved = Math.clamp(cursor + (key.named() == Key.Named.DOWN ? 1L : -1L), 0, last);
            return Step.of(model.swap(new Dialog.Palette(palette.input(), moved)));
        }
        if (key.named() == Key.Named.ENTER) {
            return items.isEmpty() ? Step.of(model) : picked(model, items.get(cursor));
        }
        if (key.named() == Key.Named.TAB) {
            return items.isEmpty()
                    ? Step.of(model)
                    : Step.of(model.swap(
                            new Dialog.Palette(TextInput.of(items.get(cursor).label()), 0)));
        }
        if (key.named() == Key.Named.BACKSPACE && palette.input().isEmpty()) {
            return closed(model);
        }
        TextInput typed = palette.input().typed(key);
        return Step.of(typed == null ? model : model.swap(new Dialog.Palette(typed, 0)));
    }

    private static Step help(Model model, Dialog.Help help, Key key) {
        if (Keys.isEnd(key) || isText(key, 'q') || isText(key, '?')) {
            return closed(model);
        }
        int last = Math.max(0, Help.lines(model).size() - 1);
        int by = step(key, Math.max(1, model.size().rows() - 6));
        return Step.of(model.swap(new Dialog.Help(Math.clamp(help.top() + (long) by, 0, last))));
    }

    private static int step(Key key, int page) {
        if (key.named() != null) {
            return switch (key.named()) {
                case DOWN -> 1;
                case UP -> -1;
                case PAGE_DOWN -> page;
                case PAGE_UP -> -page;
                case HOME -> -10_000;
                case END -> 10_000;
                default -> 0;
            };
        }
        return switch (key.codePoint()) {
            case 'j' -> 1;
            case 'k' -> -1;
            case 'd' -> key.ctrl() ? page / 2 : 0;
            case 'u' -> key.ctrl() ? -page / 2 : 0;
            case 'g' -> -10_000;
            case 'G' -> 10_000;
            default -> 0;
        };
    }

    private static Step address(Model model, Dialog.Address address, Key key) {
        if (isText(key, 'y')) {
            return copied(model, address.url(), "address");
        }
        return Keys.isEnd(key) || key.named() == Key.Named.ENTER || isText(key, 'q') ? closed(model) : Step.of(model);
    }

    private static Step trouble(Model model, Dialog.Trouble trouble, Key key) {
        if (isText(key, 'y')) {
            return copied(model, new Secret(trouble.problem().sentence()), "problem");
        }
        return Keys.isEnd(key) || key.named() == Key.Named.ENTER || isText(key, 'q') ? closed(model) : Step.of(model);
    }

    static Step copied(Model model, Secret text, String what) {
        return Step.of(model.flash(Flash.Tone.GOOD, "Copied: " + what + ".")).and(new Effect.Copy(text));
    }

    static boolean isText(Key key, char character) {
        return key.isText() && key.codePoint() == character;
    }
}

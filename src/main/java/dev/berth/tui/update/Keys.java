package dev.berth.tui.update;

import dev.berth.tui.action.Actions;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Navigation;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.TextInput;
import dev.berth.tui.term.Key;

/** Who gets a key: a question, else the dialog on top, else the filter while it is typed, else the page. */
final class Keys {
    static final Key CTRL_C = Key.ctrl('c');

    private Keys() {}

    static Step pressed(Model before, Key key) {
        Model model = acknowledged(before);
        if (model.asking().shown() != null) {
            return Questions.pressed(model, model.asking().shown(), key);
        }
        Dialog dialog = model.dialog();
        if (dialog != null) {
            return Dialogs.pressed(model, dialog, key);
        }
        if (model.navigation().filtering() != null) {
            return filtering(model, model.navigation().filtering(), key);
        }
        return Actions.press(model, key);
    }

    /** Whoever types on has read what was said; a failure stays for its time. */
    private static Model acknowledged(Model model) {
        Flash flash = model.flash();
        return flash == null || flash.tone() == Flash.Tone.BAD ? model : model.flashed(null);
    }

    static Step pasted(Model model, String text) {
        if (model.asking().shown() != null) {
            return Step.of(Questions.pasted(model, model.asking().shown(), text));
        }
        if (model.dialog() != null) {
            return Step.of(Dialogs.pasted(model, model.dialog(), text));
        }
        Navigation navigation = model.navigation();
        return navigation.filtering() == null
                ? Step.of(model)
                : Step.of(model.with(navigation.filtering(navigation.filtering().insert(text))));
    }

    private static Step filtering(Model model, TextInput input, Key key) {
        Navigation navigation = model.navigation();
        if (isEnd(key)) {
            return Step.of(
                    model.with(navigation.with(navigation.state().filtered("")).filtering(null)));
        }
        if (key.named() == Key.Named.ENTER) {
            return Step.of(model.with(navigation
                    .with(navigation.state().filtered(input.text().strip()))
                    .filtering(null)));
        }
        TextInput typed = input.typed(key);
        if (typed != null) {
            return Step.of(model.with(navigation.filtering(typed)));
        }
        // Keys that edit nothing, such as the arrows, move in the list below.
        return key.named() == null || key.named() == Key.Named.TAB ? Step.of(model) : Actions.press(model, key);
    }

    static boolean isEnd(Key key) {
        return key.named() == Key.Named.ESC || key.equals(CTRL_C);
    }
}

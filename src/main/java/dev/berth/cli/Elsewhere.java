package dev.berth.cli;

/** Verbs that open the full screen. The program's entry takes them before picocli is loaded; here they stand for help. */
final class Elsewhere extends Verb {
    private Elsewhere(Context context, String name, String description) {
        super(context, name, description);
    }

    static Elsewhere ui(Context context) {
        Elsewhere ui = new Elsewhere(context, "ui", "Open the full screen (as berth alone does).");
        ui.syntax().words("HOST", "0..1", "The host to open at.", host -> {});
        return ui;
    }

    static Elsewhere demo(Context context) {
        return new Elsewhere(
                context, "demo", "Open the full screen with an embedded box: no root, no Docker, no ssh needed.");
    }

    @Override
    int run() {
        throw new IllegalStateException("a verb of the screen reached the others");
    }
}

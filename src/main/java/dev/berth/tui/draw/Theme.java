package dev.berth.tui.draw;

import java.util.Map;

/** What the named styles look like on this terminal. Immutable. */
public final class Theme {
    private final String name;
    private final Palette palette;
    private final ColorDepth depth;

    private Theme(String name, Palette palette, ColorDepth depth) {
        this.name = name;
        this.palette = palette;
        this.depth = depth;
    }

    /**
     * The theme {@code dark}, {@code light} or {@code mono}, at 256 colours.
     *
     * @throws IllegalArgumentException for another name, with a sentence for the person who chose it
     */
    public static Theme named(String name) {
        return switch (name) {
            case "dark" -> new Theme(name, Palette.dark(), ColorDepth.INDEXED);
            case "light" -> new Theme(name, Palette.light(), ColorDepth.INDEXED);
            case "mono" -> mono();
            default ->
                throw new IllegalArgumentException(
                        "There is no theme named " + TextWidth.cut(name, 40) + "; use dark, light or mono.");
        };
    }

    /** The dark theme at the depth that the environment names; mono under NO_COLOR or without colours. */
    public static Theme fromEnvironment(Map<String, String> env) {
        return named("dark").at(ColorDepth.fromEnvironment(env));
    }

    /** The same theme at another depth. */
    public Theme at(ColorDepth other) {
        if (palette.isColourless() || other == depth) {
            return this;
        }
        return other == ColorDepth.NONE ? mono() : new Theme(name, palette, other);
    }

    public String name() {
        return name;
    }

    /** The parameters of the SGR sequence that selects the style, whatever was selected before. */
    public String sgr(Style style) {
        return palette.look(style).sgr(depth);
    }

    private static Theme mono() {
        return new Theme("mono", Palette.mono(), ColorDepth.NONE);
    }
}

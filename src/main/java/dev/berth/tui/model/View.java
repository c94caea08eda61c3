package dev.berth.tui.model;

/** The lists of the program. */
public enum View {
    FLEET("Fleet", '1'),
    CONTAINERS("Containers", '2'),
    GPUS("GPUs", '3'),
    SERVERS("Jupyter", '4'),
    TUNNELS("Tunnels", '5'),
    IMAGES("Images", '6'),
    MESSAGES("Messages", '7'),
    COMMANDS("Commands", '8'),
    /** Has no place of its own in the line of views, which is full. */
    VOLUMES("Volumes", '9');

    private final String title;
    private final char digit;

    View(String title, char digit) {
        this.title = title;
        this.digit = digit;
    }

    public String title() {
        return title;
    }

    /** It stands in the line of views. */
    public boolean isTab() {
        return this != VOLUMES;
    }

    /** The key that goes there. */
    public char digit() {
        return digit;
    }

    /** It can show one host or all of them. */
    public boolean perHost() {
        return this != FLEET && !isLog();
    }

    public boolean isLog() {
        return this == MESSAGES || this == COMMANDS;
    }
}

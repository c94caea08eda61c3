package dev.berth.gpu;

/** What nvidia-smi printed that is no row: kept to say why it failed. */
final class SmiText {
    private static final int MOST = 2000;

    private final StringBuilder kept = new StringBuilder();

    void add(String line) {
        if (kept.length() + line.length() < MOST) {
            kept.append(line).append('\n');
        }
    }

    @Override
    public String toString() {
        return kept.toString();
    }
}

package dev.berth.api;

/**
 * What counts as a free GPU.
 *
 * @param busy less than so many per cent of its time
 * @param memory less than so many per cent of its memory used
 * @param processes no more than so many on it
 */
public record FreeGpu(double busy, double memory, int processes) {
    public static final FreeGpu DEFAULT = new FreeGpu(5, 10, 0);
}

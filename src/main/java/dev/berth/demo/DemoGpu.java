package dev.berth.demo;

import java.util.Locale;

/**
 * A made-up card. Its figures swing slowly, each card at a pace of its own, and follow from the time alone.
 *
 * @param load percent it is busy on average; 0 for one that nobody uses
 */
record DemoGpu(int index, String uuid, int load) {
    static final String NAME = "Berth Demo GPU 48GB";
    static final int MEMORY_MIB = 49_140;
    private static final int IDLE_MIB = 4;
    private static final double SECONDS_A_SWING = 47;
    private static final double IDLE_WATTS = 22;
    private static final double LIMIT_WATTS = 300;

    static DemoGpu of(int index, int load) {
        return new DemoGpu(index, "GPU-de300000-0000-4000-8000-%012d".formatted(index), load);
    }

    /** From -1 to 1. */
    private double swing() {
        double seconds = System.nanoTime() / 1e9;
        return Math.sin(2 * Math.PI * seconds / (SECONDS_A_SWING + 9 * index) + index);
    }

    int utilization() {
        return load == 0 ? 0 : (int) Math.max(1, Math.min(100, Math.round(load + 9 * swing())));
    }

    int temperature() {
        return (int) Math.round(31 + 0.42 * load + (load == 0 ? 0.4 : 2) * swing());
    }

    double power() {
        return IDLE_WATTS + (LIMIT_WATTS - IDLE_WATTS) * utilization() / 110.0 + 0.6 * swing();
    }

    /** One field by nvidia-smi's name for it, as its CSV without units has it. */
    String field(String name, int usedMib, int cards) {
        return switch (name) {
            case "index" -> String.valueOf(index);
            case "uuid", "gpu_uuid" -> uuid;
            case "count" -> String.valueOf(cards);
            case "name", "gpu_name" -> NAME;
            case "utilization.gpu" -> String.valueOf(utilization());
            case "memory.used" -> String.valueOf(usedMib + IDLE_MIB);
            case "memory.total" -> String.valueOf(MEMORY_MIB);
            case "memory.free" -> String.valueOf(MEMORY_MIB - IDLE_MIB - usedMib);
            case "temperature.gpu" -> String.valueOf(temperature());
            case "power.draw" -> String.format(Locale.ROOT, "%.2f", power());
            case "power.limit" -> String.format(Locale.ROOT, "%.2f", LIMIT_WATTS);
            case "clocks.current.sm" -> load == 0 ? "210" : "1935";
            case "clocks.max.sm" -> "1980";
            case "clocks_throttle_reasons.active" -> load == 0 ? "0x0000000000000001" : "0x0000000000000004";
            case "ecc.errors.uncorrected.volatile.total" -> "0";
            case "mig.mode.current" -> "Disabled";
            case "pstate" -> load == 0 ? "P8" : "P0";
            case "driver_version" -> "580.00";
            case "pci.bus_id" -> "00000000:%02X:00.0".formatted(0x10 + index);
            default -> "[N/A]";
        };
    }
}

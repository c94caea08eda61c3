package dev.berth.agent;

import java.lang.module.ModuleDescriptor;

/**
 * Which of two builds of this program is the newer one. A build is written {@code 0.1.0-SNAPSHOT+191376000}: the version
 * and when its jar was written, since two builds of a snapshot have one version.
 */
public final class Build {
    /** Seconds at 2020-01-01: keeps the stamp within the integers that a version is compared by. */
    private static final long EPOCH = 1_577_836_800;

    private Build() {}

    /** @param seconds when the program was built, since 1970; 0 where that is unknown */
    public static String of(String version, long seconds) {
        return version + "+" + Math.max(0, seconds - EPOCH);
    }

    static boolean isNewer(String build, String than) {
        try {
            return ModuleDescriptor.Version.parse(build).compareTo(ModuleDescriptor.Version.parse(than)) > 0;
        } catch (IllegalArgumentException noVersion) {
            return false;
        }
    }
}

package dev.berth.agent;

import java.lang.module.ModuleDescriptor.Version;

/**
 * Which of two builds of this program is the newer one. A build is written {@code 0.1.0-SNAPSHOT+1769212800}: the version,
 * and when its jar was written, since two builds of a snapshot have one version.
 */
public final class Build {
    private Build() {}

    /** @param seconds when the program was built, since 1970; 0 where that is unknown */
    public static String of(String version, long seconds) {
        return version + "+" + seconds;
    }

    static boolean isNewer(String build, String than) {
        try {
            int byVersion = version(build).compareTo(version(than));
            return byVersion == 0 ? stamp(build) > stamp(than) : byVersion > 0;
        } catch (IllegalArgumentException noVersion) {
            return false;
        }
    }

    private static Version version(String build) {
        return Version.parse(build.substring(0, plus(build)));
    }

    private static long stamp(String build) {
        return Long.parseLong(build.substring(plus(build) + 1));
    }

    private static int plus(String build) {
        int plus = build.lastIndexOf('+');
        if (plus < 0) {
            throw new IllegalArgumentException("no build: " + build);
        }
        return plus;
    }
}

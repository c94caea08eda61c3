package dev.berth.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one host at one moment.
 *
 * @param problem why it failed, is reconnecting or waits for an answer
 * @param retryAt when the next try comes; null where none is planned
 * @param rtt seconds a question takes there and back
 * @param since when {@code state} began
 * @param vitals null until they came
 * @param autoconnect connected when the agent starts
 * @param group what it is listed under: a file that the ssh configuration includes, or a group of config.yaml
 * @param watches what a person wants to be told of it
 */
public record HostSnapshot(
        String host,
        HostState state,
        @Nullable Problem problem,
        @Nullable Instant retryAt,
        @Nullable String address,
        @Nullable String user,
        @Nullable Double rtt,
        @Nullable Instant since,
        @Nullable LinkKind link,
        boolean autoconnect,
        Section<Container> containers,
        Section<Gpu> gpus,
        Section<JupyterServer> servers,
        Section<Image> images,
        Section<Volume> volumes,
        @Nullable Vitals vitals,
        @Nullable String group,
        Watches watches) {

    public HostSnapshot {
        watches = watches == null ? Watches.NONE : watches;
    }

    /** A host that was never asked for. */
    public static HostSnapshot off(String host, boolean autoconnect) {
        return new HostSnapshot(
                host,
                HostState.OFF,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                autoconnect,
                Section.empty(),
                Section.empty(),
                Section.empty(),
                Section.empty(),
                Section.empty(),
                null,
                null,
                Watches.NONE);
    }

    /** The same host in another state, which begins now unless it is the same one. */
    public HostSnapshot in(HostState other, @Nullable Problem why, @Nullable Instant nextTry) {
        return new HostSnapshot(
                host,
                other,
                why,
                nextTry,
                address,
                user,
                rtt,
                other == state ? since : Instant.now(),
                link,
                autoconnect,
                containers,
                gpus,
                servers,
                images,
                volumes,
                vitals,
                group,
                watches);
    }

    public HostSnapshot reachedAt(String where, String asUser) {
        return new HostSnapshot(
                host,
                state,
                problem,
                retryAt,
                where,
                asUser,
                rtt,
                since,
                link,
                autoconnect,
                containers,
                gpus,
                servers,
                images,
                volumes,
                vitals,
                group,
                watches);
    }

    public HostSnapshot carriedBy(LinkKind by) {
        return new HostSnapshot(
                host,
                state,
                problem,
                retryAt,
                address,
                user,
                rtt,
                since,
                by,
                autoconnect,
                containers,
                gpus,
                servers,
                images,
                volumes,
                vitals,
                group,
                watches);
    }

    public HostSnapshot with(
            @Nullable Double roundTrip,
            Section<Container> newContainers,
            Section<Gpu> newGpus,
            Section<JupyterServer> newServers,
            Section<Image> newImages,
            Section<Volume> newVolumes,
            @Nullable Vitals newVitals) {
        return new HostSnapshot(
                host,
                state,
                problem,
                retryAt,
                address,
                user,
                roundTrip,
                since,
                link,
                autoconnect,
                newContainers,
                newGpus,
                newServers,
                newImages,
                newVolumes,
                newVitals,
                group,
                watches);
    }

    public HostSnapshot reading(@Nullable Double roundTrip, Section<Gpu> newGpus, Section<JupyterServer> newServers) {
        return with(roundTrip, containers, newGpus, newServers, images, volumes, vitals);
    }

    /** With what is known of it beside its session. */
    public HostSnapshot listed(@Nullable String under, Watches wanted) {
        return new HostSnapshot(
                host,
                state,
                problem,
                retryAt,
                address,
                user,
                rtt,
                since,
                link,
                autoconnect,
                containers,
                gpus,
                servers,
                images,
                volumes,
                vitals,
                under,
                wanted);
    }
}

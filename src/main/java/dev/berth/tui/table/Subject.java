package dev.berth.tui.table;

import dev.berth.api.CommandRecord;
import dev.berth.api.Container;
import dev.berth.api.Gpu;
import dev.berth.api.GpuSlice;
import dev.berth.api.HostSnapshot;
import dev.berth.api.Image;
import dev.berth.api.JupyterServer;
import dev.berth.api.Notice;
import dev.berth.api.Problem;
import dev.berth.api.TunnelStatus;
import dev.berth.api.Volume;
import dev.berth.tui.model.Job;
import dev.berth.tui.model.View;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a row stands for. */
public sealed interface Subject {
    /** The same for the same thing, whatever else about it changes. */
    String id();

    /** The host it is on; null where it is on none. */
    @Nullable
    String host();

    /** As it is called in dialogs. */
    String name();

    record OfHost(HostSnapshot snapshot) implements Subject {
        @Override
        public String id() {
            return snapshot.host();
        }

        @Override
        public String host() {
            return snapshot.host();
        }

        @Override
        public String name() {
            return snapshot.host();
        }
    }

    /** @param servers the Jupyter servers that run in it */
    record OfContainer(HostSnapshot snapshot, Container container, List<JupyterServer> servers) implements Subject {
        public OfContainer {
            servers = List.copyOf(servers);
        }

        @Override
        public String id() {
            return host() + "/" + container.id();
        }

        @Override
        public String host() {
            return snapshot.host();
        }

        @Override
        public String name() {
            return host() + "/" + container.name();
        }
    }

    record OfGpu(HostSnapshot snapshot, Gpu gpu) implements Subject {
        @Override
        public String id() {
            return host() + "/" + gpu.uuid();
        }

        @Override
        public String host() {
            return snapshot.host();
        }

        @Override
        public String name() {
            return "GPU " + gpu.index() + " of " + host();
        }
    }

    /** A MIG slice of a GPU. */
    record OfSlice(HostSnapshot snapshot, Gpu gpu, GpuSlice slice) implements Subject {
        @Override
        public String id() {
            return host() + "/" + gpu.uuid() + "/" + slice.index();
        }

        @Override
        public String host() {
            return snapshot.host();
        }

        @Override
        public String name() {
            return "MIG slice " + number() + " of " + host();
        }

        /** As docker's {@code --gpus} takes it. */
        public String number() {
            return gpu.index() + ":" + slice.index();
        }
    }

    record OfServer(HostSnapshot snapshot, JupyterServer server) implements Subject {
        @Override
        public String id() {
            return where() + ":" + server.port();
        }

        @Override
        public String host() {
            return snapshot.host();
        }

        @Override
        public String name() {
            return Kinds.of(server) + " in " + where() + " on port " + server.port();
        }

        public String where() {
            return Job.where(snapshot.host(), server.container());
        }
    }

    record OfTunnel(TunnelStatus tunnel) implements Subject {
        @Override
        public String id() {
            return tunnel.name();
        }

        @Override
        public String host() {
            return tunnel.host();
        }

        @Override
        public String name() {
            return "tunnel " + tunnel.name();
        }
    }

    /** @param tag null where it has none */
    record OfImage(
            HostSnapshot snapshot, Image image, @Nullable String tag) implements Subject {
        @Override
        public String id() {
            return host() + "/" + image.id() + "/" + tag;
        }

        @Override
        public String host() {
            return snapshot.host();
        }

        @Override
        public String name() {
            return reference() + " on " + host();
        }

        /** As docker takes it: its tag, else its id. */
        public String reference() {
            return tag == null ? shortId() : tag;
        }

        public String shortId() {
            String figures = image.id().substring(image.id().indexOf(':') + 1);
            return figures.substring(0, Math.min(12, figures.length()));
        }
    }

    record OfVolume(HostSnapshot snapshot, Volume volume) implements Subject {
        @Override
        public String id() {
            return host() + "/" + volume.name();
        }

        @Override
        public String host() {
            return snapshot.host();
        }

        @Override
        public String name() {
            return "volume " + volume.name() + " of " + host();
        }
    }

    record OfNotice(Notice notice) implements Subject {
        @Override
        public String id() {
            return notice.at() + notice.text();
        }

        @Override
        public @Nullable String host() {
            return notice.host();
        }

        @Override
        public String name() {
            return "message";
        }
    }

    record OfCommand(CommandRecord command) implements Subject {
        @Override
        public String id() {
            return command.at() + command.text();
        }

        @Override
        public String host() {
            return command.host();
        }

        @Override
        public String name() {
            return "command";
        }
    }

    /** Stands in a list of several hosts for what did not come from one of them. */
    record OfTrouble(HostSnapshot snapshot, View view, Problem problem) implements Subject {
        @Override
        public String id() {
            return host() + "/?";
        }

        @Override
        public String host() {
            return snapshot.host();
        }

        @Override
        public String name() {
            return host();
        }
    }
}

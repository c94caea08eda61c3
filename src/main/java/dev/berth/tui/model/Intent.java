package dev.berth.tui.model;

import dev.berth.api.Request;
import dev.berth.api.Secret;
import dev.berth.api.TunnelStatus;
import org.jspecify.annotations.Nullable;

/** What a request on its way was sent for: decides what its answer means. */
public sealed interface Intent {
    /** What goes on meanwhile, such as "Connecting to gpu1"; empty where it is not worth a word. */
    String doing();

    /** @param enter show the host's containers when it is up, if nobody went elsewhere */
    record Connect(String host, boolean enter) implements Intent {
        @Override
        public String doing() {
            return "Connecting to " + host;
        }
    }

    /** For the page about the host. */
    record Describe(String host) implements Intent {
        @Override
        public String doing() {
            return "";
        }
    }

    /** The host is being connected for a shell on it, or in a container of it. */
    record Shell(String host, @Nullable String container) implements Intent {
        @Override
        public String doing() {
            return "Connecting to " + host + " for a shell";
        }
    }

    record Plan(String host, @Nullable String container) implements Intent {
        @Override
        public String doing() {
            return "Looking for Jupyter " + (container == null ? "on " : "in ") + Job.where(host, container);
        }
    }

    /** A job with a dialog of its own. */
    record Start(String where) implements Intent {
        @Override
        public String doing() {
            return "Starting Jupyter in " + where;
        }
    }

    record Open(String where) implements Intent {
        @Override
        public String doing() {
            return "Opening Jupyter of " + where;
        }
    }

    /** Asked for by a form, which waits for it, or by a key. */
    record AddTunnel(Request.AddTunnel request) implements Intent {
        @Override
        public String doing() {
            return "Making a tunnel to " + Job.where(request.host(), request.container());
        }
    }

    /** Asked for by a key, or by the form for another local port, which waits for it. */
    record StartTunnel(TunnelStatus tunnel) implements Intent {
        @Override
        public String doing() {
            return "Starting tunnel " + tunnel.name();
        }
    }

    /** What the ssh configuration forwards for the host becomes tunnels. */
    record ImportTunnels(String host) implements Intent {
        @Override
        public String doing() {
            return "Reading what ssh forwards for " + host;
        }
    }

    /** The ports to be shown. */
    record LookAtPorts(String host, @Nullable String container) implements Intent {
        @Override
        public String doing() {
            return "Looking for ports of " + Job.where(host, container);
        }
    }

    /** The only port that listens there goes into the form for a new tunnel. */
    record FillPort(String host, String container) implements Intent {
        @Override
        public String doing() {
            return "";
        }
    }

    /** A tunnel that is to be opened in the browser. */
    record OpenPort(Request.AddTunnel request) implements Intent {
        @Override
        public String doing() {
            return "Opening port " + request.spec() + " of " + Job.where(request.host(), request.container());
        }
    }

    /** One that another user started is stopped only when asked again. */
    record Stop(Request.StopJupyter request, String what) implements Intent {
        @Override
        public String doing() {
            return "Stopping " + what;
        }
    }

    /** Its address goes to the clipboard. */
    record CopyAddress(String where) implements Intent {
        @Override
        public String doing() {
            return "Making a tunnel to Jupyter of " + where;
        }
    }

    /** The container in which VS Code is to be opened. */
    record FindForCode(String host) implements Intent {
        @Override
        public String doing() {
            return "";
        }
    }

    record Code(String where) implements Intent {
        @Override
        public String doing() {
            return "Opening VS Code on " + where;
        }
    }

    /** Anything whose success is told in one sentence. */
    record Change(String doing, String done) implements Intent {}

    /** The agent ends with all that Berth started, then the screen. */
    record EndAll() implements Intent {
        @Override
        public String doing() {
            return "Stopping tunnels, Jupyter and sessions";
        }
    }

    /** The browser is being opened. */
    record Browse(Secret url) implements Intent {
        @Override
        public String doing() {
            return "Opening the browser";
        }
    }

    /** A job with a dialog of its own, whose success is told in one sentence. */
    record Task(String doing, String done) implements Intent {}

    /** The form of docker run is to be shown. */
    record Wizard(String host, String image, boolean notebook) implements Intent {
        @Override
        public String doing() {
            return "";
        }
    }

    /** The profiles to fill the form of docker run from are to be shown. */
    record Profiles() implements Intent {
        @Override
        public String doing() {
            return "";
        }
    }

    /** A path in the field of a form goes on as far as it is certain. */
    record CompletePath(String field, String start) implements Intent {
        @Override
        public String doing() {
            return "";
        }
    }

    /** What was last run on the host is to run again. */
    record RunAgain(String host) implements Intent {
        @Override
        public String doing() {
            return "";
        }
    }

    /**
     * A container that Jupyter is to be started in once it runs.
     *
     * @param name empty where docker makes one up
     */
    record RunNotebook(String host, String name, String doing) implements Intent {}

    /** The form that waits is told whether it is kept. */
    record SaveProfile(String name) implements Intent {
        @Override
        public String doing() {
            return "";
        }
    }

    /** The form that waits is told whether the registry took the password. */
    record LogIn(String host, String registry) implements Intent {
        @Override
        public String doing() {
            return "Logging in to " + registry + " on " + host;
        }
    }

    /** What docker prints, for its page. */
    record ReadOutput(Page.Output page) implements Intent {
        @Override
        public String doing() {
            return "";
        }
    }

    /** What the containers wrote, in bytes. */
    record Sizes(String host) implements Intent {
        @Override
        public String doing() {
            return "Measuring the containers of " + host;
        }
    }

    /** Nobody waits for it. */
    record Quiet() implements Intent {
        @Override
        public String doing() {
            return "";
        }
    }
}

package dev.berth.fleet;

import dev.berth.api.Event;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.Streams;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Everything the agent holds. Safe for use by several threads. */
public interface Fleet {
    /** Who asks: a connection of the agent. */
    interface Caller {
        /**
         * A person is there to answer questions that this caller's requests raise. A screen says no: it is shown
         * every question that no such caller takes.
         */
        boolean answers();

        /** Sends an event that belongs to the request at hand. Never blocks. */
        void tell(Event event);
    }

    /**
     * Answers one request; blocks until it is done. Requests of the connection itself (hello, watch, cancel, one-time
     * addresses, the agent's own status and end) are not the fleet's, and refused.
     *
     * @throws InterruptedException where the request was cancelled
     */
    <R extends Reply> R handle(Request<R> request, Caller caller) throws ProblemException, InterruptedException;

    /** Does what takes a connection over to its end and passes the streams through. Returns its exit code. */
    int stream(Request.Streamed request, Caller caller, Streams streams) throws ProblemException, InterruptedException;

    /**
     * Tells {@code events} all there is at once, and then each change, until it is closed. The consumer must not block.
     *
     * @param hosts the hosts looked at; none is all
     * @param screen is shown questions that no verb waits for
     */
    Subscription watch(List<String> hosts, Set<Request.View> views, boolean screen, Consumer<Event> events);

    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** The newest client's environment: its SSH_AUTH_SOCK, PATH and the like serve new connections. */
    void environment(Map<String, String> newest);

    /** What the agent would drop if it ended now. */
    Holdings holdings();

    /** Open sessions and tunnels that are switched on. */
    record Holdings(int sessions, int tunnels) {
        public boolean none() {
            return sessions == 0 && tunnels == 0;
        }
    }

    /** Stops the Jupyter servers that Berth started. */
    void stopServers() throws InterruptedException;

    /** What comes after an end. */
    enum End {
        /** A person ended it all: tunnels that are not saved are forgotten, and none runs at the next start. */
        STOP,
        /** Another agent takes over, now or some day: it finds all tunnels as they are. */
        HANDOVER
    }

    /** Ends all tunnels and sessions, and writes down the tunnels that are to be found again. */
    void close(End end);
}

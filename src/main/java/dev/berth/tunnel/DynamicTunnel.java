package dev.berth.tunnel;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.TunnelStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** A SOCKS5 proxy here whose connections go out from the host, as {@code ssh -D}. Names are resolved there. */
final class DynamicTunnel extends ListeningTunnel {
    private final RouteSource routes;

    DynamicTunnel(TunnelSpec spec, RouteSource routes, Consumer<TunnelStatus> changed) {
        super(spec, changed);
        this.routes = routes;
    }

    /** There is no one far end to ask: the link is all that it needs. */
    @Override
    public boolean probe(Duration deadline) {
        TunnelStatus.State now = status().state();
        return now == TunnelStatus.State.UP;
    }

    @Override
    void connect(Client client) {
        // a client that is slow to say where to must not hold up the next
        client.turn().done();
        try {
            Socks.Request asked = Socks.read(client.socket());
            FarEnd farEnd = new FarEnd(spec().to(asked.address(), asked.port()), routes, state()::link);
            int link = state().link();
            FarEnd.Opened far;
            try {
                far = open(farEnd, client);
            } catch (ProblemException failed) {
                tell(link, failed.problem());
                Socks.refuse(client.socket(), Socks.Refusal.of(failed.problem().code()));
                return;
            }
            reached(far);
            Socks.grant(client.socket());
            carry(client, far);
        } catch (IOException left) {
            // no SOCKS client, or one that has gone: nobody is there to be told
        }
    }

    /** One target that refuses is its client's affair; a host that forwards nothing is the tunnel's. */
    private void tell(int link, Problem problem) {
        if (problem.code() == Problem.Code.FORWARDING_REFUSED) {
            refused(link, problem);
        }
    }

    private void reached(FarEnd.Opened far) {
        if (state().answered(far.link(), far.route().way(), "")) {
            changed();
        }
    }

    private void carry(Client client, FarEnd.Opened far) {
        carry(client, far.stream(), new Carried() {
            @Override
            public void answered() {
                reached(far);
            }

            @Override
            public void turnedAway() {
                // its client sees as much
            }
        });
    }
}

package dev.berth.api;

import java.util.Map;

/**
 * What the main program hands to a front end.
 *
 * @param agents how to reach the agent; starts none by itself
 * @param environment this process's environment
 * @param build version of this program, as {@code berth --version} prints it
 */
public record Wiring(Agents agents, Places places, Map<String, String> environment, String build) {
    public Wiring {
        environment = Map.copyOf(environment);
    }

    /** Who connects: decides which questions come to it. */
    public enum Role {
        /** A full screen: shown every question that no verb waits for. */
        SCREEN,
        /** A verb with a person at the terminal: asked what its own requests raise. */
        VERB,
        /** A verb with nobody to ask. */
        UNATTENDED_VERB
    }

    /** Makes connectors to the agent of this world, or to the one inside this process under --no-agent. */
    public interface Agents {
        AgentConnection.Connector connector(Role role);
    }
}

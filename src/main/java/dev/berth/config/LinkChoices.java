package dev.berth.config;

import java.util.Map;

/**
 * What is to carry the sessions.
 *
 * @param usual for the hosts that are not named
 */
public record LinkChoices(LinkChoice usual, Map<String, LinkChoice> hosts) {
    public static final LinkChoices DEFAULT = new LinkChoices(LinkChoice.AUTO, Map.of());

    public LinkChoices {
        hosts = Map.copyOf(hosts);
    }

    public LinkChoice of(String host) {
        return hosts.getOrDefault(host, usual);
    }
}

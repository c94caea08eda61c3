package dev.berth.api;

/**
 * Something the ssh configuration says about a host, as it is shown to a person.
 *
 * @param topic such as "Identity file"; several facts may have the same
 */
public record HostFact(String topic, String text) {}

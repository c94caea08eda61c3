package dev.berth.agent;

import dev.berth.api.Protocol;

/** A frame of a stream: a type and its bytes, which nobody changes. */
record WireFrame(Protocol.Frame type, byte[] bytes) {
    private static final byte[] NONE = new byte[0];

    static WireFrame empty(Protocol.Frame type) {
        return new WireFrame(type, NONE);
    }
}

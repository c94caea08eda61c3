package dev.berth.fleet;

import dev.berth.api.Alert;
import java.util.Map;

/** Reaches a person who looks at no screen of ours. May block for a moment. */
public interface Herald {
    /**
     * @param environment of the newest client, whose desktop it is
     * @return false where there is no such way
     */
    boolean tell(Alert alert, Map<String, String> environment);
}

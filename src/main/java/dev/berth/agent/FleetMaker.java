package dev.berth.agent;

import dev.berth.api.Places;
import dev.berth.api.ProblemException;
import dev.berth.config.Config;
import dev.berth.fleet.Fleet;

/** Makes the fleet that an agent serves and closes. */
public interface FleetMaker {
    Fleet make(Places places, Config config) throws ProblemException;
}

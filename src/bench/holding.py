"""(h) What a host costs an agent that only holds it, from one to fifty."""
import pathlib
import re
import time

from crowd import Crowd
from figures import BYTES, COUNT, Row, Samples, Target, say
from idling import cpu_share, rollup

HELD = 50
SETTLE = 20  # seconds


def measure(world):
    if world.peers_only:
        return []
    crowd = Crowd(world, HELD)
    # what a first session loads is not a host's
    world.run(world.berth("connect", crowd.names[0]))
    pid = world.agent_pid()
    one, threads = settled(pid)
    world.run(world.berth("connect", *crowd.names))
    fifty, more_threads = settled(pid)
    say(f"1 host: {one['Rss'] >> 20} MB, {threads} threads; {HELD}: {fifty['Rss'] >> 20} MB, {more_threads} threads")
    share = cpu_share(pid)
    crowd.close()
    each = (fifty["Rss"] - one["Rss"]) / (HELD - 1)
    return [
        Row("h", f"agent, {HELD} idle hosts: resident memory", berth=Samples([fifty["Rss"]], BYTES)),
        Row("h", "more memory for each idle host", berth=Samples([each], BYTES), target=Target(1e6, unit=BYTES)),
        Row("h", "more threads of the system for each host",
            berth=Samples([(more_threads - threads) / (HELD - 1)], COUNT)),
        Row("h", f"agent, {HELD} idle hosts: CPU, of a core", berth=Samples([share], "%")),
    ]


def settled(pid):
    time.sleep(SETTLE)
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return rollup(pid), int(re.search(r"^Threads:\s+(\d+)", status, re.M).group(1))

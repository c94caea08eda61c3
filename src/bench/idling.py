"""(e) An agent that holds two hosts, a tunnel each, while nobody looks: memory and CPU."""
import os
import pathlib
import time

from figures import BYTES, PERCENT, Row, Samples, Target, say
from world import free_port

HOSTS = ("gpu1", "cpu1")
SETTLE, WATCHED = 20, 60  # seconds


def measure(world):
    if world.peers_only:
        return []
    for host in HOSTS:
        world.run(world.berth("connect", host))
        # nothing need listen at the far end: a tunnel is there to keep the session
        world.run(world.berth("tunnel", "add", host, f"{free_port()}:22"))
    pid = world.agent_pid()
    say(f"agent {pid} settles for {SETTLE} s, is watched for {WATCHED} s")
    time.sleep(SETTLE)
    share = cpu_share(pid)
    memory = rollup(pid)
    limit = Target(150e6, unit=BYTES)
    return [
        Row("e", "idle agent, 2 hosts: resident memory", berth=Samples([memory["Rss"]], BYTES), target=limit),
        Row("e", "idle agent, 2 hosts: its share of it (PSS)", berth=Samples([memory["Pss"]], BYTES)),
        Row("e", f"idle agent, 2 hosts: CPU over {WATCHED} s, of a core", berth=Samples([share], PERCENT),
            target=Target(1.0, unit=PERCENT)),
    ]


def cpu_share(pid):
    """Percent of a core, with the children that were waited for meanwhile."""
    began, before = time.monotonic(), ticks(pid)
    time.sleep(WATCHED)
    used = (ticks(pid) - before) / os.sysconf("SC_CLK_TCK")
    return 100 * used / (time.monotonic() - began)


def ticks(pid):
    # proc(5): after the name in parentheses, fields 14 to 17 are utime, stime, cutime and cstime
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15])


def rollup(pid):
    sizes = {}
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, size = line.split()[:2]
        sizes[name.rstrip(":")] = int(size) * 1024
    return sizes

"""(h) What a host costs an agent that only holds it, from one to fifty; (i) a screen with 200 hosts under the keys."""
import fcntl
import os
import pathlib
import pty
import re
import select
import struct
import termios
import time

from crowd import Crowd
from figures import BYTES, COUNT, Row, Samples, Target, say
from idling import cpu_share, rollup
from starting import COLUMNS, END_OF_UPDATE, ROWS
from world import BERTH

HELD = 50
SHOWN = 200
SETTLE = 20  # seconds
KEYS, WARM_UPS = 600, 200


def measure(world):
    if world.peers_only:
        return []
    return held(world) + shown(world)


def held(world):
    crowd = Crowd(world, HELD)
    # what a first session loads is not a host's
    world.run(world.berth("connect", crowd.names[0]))
    pid = world.agent_pid()
    one, threads = settled(pid)
    world.run(world.berth("connect", *crowd.names))
    fifty, more_threads = settled(pid)
    say(f"1 host: {one['Rss'] >> 20} MB, {threads} threads; {HELD}: {fifty['Rss'] >> 20} MB, {more_threads} threads")
    share = cpu_share(pid)
    world.stop_agent()
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


def shown(world):
    crowd = Crowd(world, SHOWN)
    world.run(world.berth("connect", *crowd.names))
    say(f"{SHOWN} hosts are connected; pressing {KEYS} keys")
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        os.execve(BERTH, [str(word) for word in world.berth()], world.environment)
    world.screens.add(pid)
    try:
        painted(terminal, crowd.names[0])
        times = list(keys(terminal, crowd.names))[WARM_UPS:]
    finally:
        os.close(terminal)
        world.end_screen(pid)
    crowd.close()
    times.sort()
    found = {"p50": times[len(times) // 2], "p99": times[int(len(times) * 0.99)]}
    what = f"screen with {SHOWN} connected hosts: keystroke to paint"
    return [
        Row("i", f"{what}, p50", berth=Samples([found["p50"]])),
        Row("i", f"{what}, p99", berth=Samples([found["p99"]]), target=Target(0.05)),
    ]


def keys(terminal, names):
    """Down the list and up again, scrolling; each time until the row that is chosen now is painted."""
    at, step = 0, 1
    for _ in range(KEYS):
        if not 0 <= at + step < len(names):
            step = -step
        at += step
        began = time.perf_counter()
        os.write(terminal, b"j" if step > 0 else b"k")
        painted(terminal, names[at])
        yield time.perf_counter() - began


def painted(terminal, text):
    seen = bytearray()
    end = time.perf_counter() + 30
    while time.perf_counter() < end:
        if not select.select([terminal], [], [], 1)[0]:
            continue
        seen += os.read(terminal, 65536)
        at = seen.find(text.encode())
        if at >= 0 and seen.find(END_OF_UPDATE, at) > 0:
            return
    raise RuntimeError(f"{text} was not painted, but: {bytes(seen[-2000:])!r}")

"""(i) A screen with few and with 200 connected hosts under the keys: from a keystroke until its row is painted."""
import fcntl
import os
import pty
import select
import struct
import termios
import time

from crowd import Crowd
from figures import Row, Samples, Target, say
from starting import COLUMNS, END_OF_UPDATE, ROWS
from world import BERTH

FEW, MANY = 16, 200
KEYS, WARM_UPS = 600, 200
VISIBLE = 15  # rows that need no scrolling, of which only the cells that differ would be painted


def measure(world):
    if world.peers_only:
        return []
    few, many = pressed(world, FEW), pressed(world, MANY)
    what = f"screen with {FEW} / {MANY} connected hosts: keystroke to paint"
    return [
        Row("i", f"{what}, p50", Samples([few[len(few) // 2]]), Samples([many[len(many) // 2]])),
        Row("i", f"{what}, p99", Samples([few[len(few) * 99 // 100]]), Samples([many[len(many) * 99 // 100]]),
            Target(0.05)),
    ]


def pressed(world, size):
    """The times of the keystrokes, sorted."""
    crowd = Crowd(world, size)
    world.run(world.berth("connect", *crowd.names))
    say(f"{size} hosts are connected; pressing {KEYS} keys")
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
    world.stop_agent()
    crowd.close()
    return sorted(times)


def keys(terminal, names):
    """Down the list and up again; each time until the row that is chosen now is painted."""
    at, step = 0, 1
    for _ in range(KEYS):
        if not 0 <= at + step < VISIBLE:
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

"""(l) A box with 300 containers and 16 GPUs: keystroke to paint, and what an agent spends while a screen looks at it.

Engine, sshd and containers are real; most containers are only created, since 300 that run would need 3 GB. The GPUs are
played by the lab.
"""
import fcntl
import json
import os
import pty
import select
import struct
import termios
import time

from figures import PERCENT, Row, Samples, Target, say
from idling import ticks
from pressing import WARM_UPS, keys, painted
from starting import COLUMNS, END_OF_UPDATE, ROWS
from world import BERTH, BOX, LAB

CONTAINERS, RUNNING, CARDS = 300, 30, 16
IMAGE = "lab/busybox:1.35"
SETTLE, WATCHED = 10, 30  # seconds
GPU_KEYS = 400


def measure(world):
    if world.peers_only:
        return []
    make(world)
    world.run(world.berth("connect", BOX))
    names = [row["name"] for row in json.loads(world.run(world.berth("ps", BOX, "--all", "--json")))]
    say(f"{len(names)} containers are there; a screen looks at them")
    pid, terminal = screen(world)
    try:
        painted(terminal, names[0])
        containers = sorted(list(keys(terminal, names))[WARM_UPS:])
        containers_share = share(world, terminal)
        os.write(terminal, b"3")
        painted(terminal, "H100")
        cards = sorted(list(moves(terminal))[GPU_KEYS // 3:])
        cards_share = share(world, terminal)
    finally:
        os.close(terminal)
        world.end_screen(pid)
        unmake(world)
    what = f"{CONTAINERS} containers, {CARDS} GPUs: "
    limit, cpu = Target(0.05), Target(2.0, unit=PERCENT)
    return [
        Row("l", what + "keystroke to paint in the containers, p50", berth=Samples([containers[len(containers) // 2]])),
        Row("l", "the same, p99", berth=Samples([containers[len(containers) * 99 // 100]]), target=limit),
        Row("l", what + "keystroke to paint in the GPUs, p50", berth=Samples([cards[len(cards) // 2]])),
        Row("l", "the same, p99", berth=Samples([cards[len(cards) * 99 // 100]]), target=limit),
        Row("l", "agent's CPU while a screen shows the containers, of a core", berth=Samples([containers_share], PERCENT),
            target=cpu),
        Row("l", "agent's CPU while a screen shows the GPUs, of a core", berth=Samples([cards_share], PERCENT), target=cpu),
    ]


def make(world):
    say(f"making {CONTAINERS} containers")
    world.used_containers = True
    there = int(world.on_box("docker ps -aq | wc -l"))
    create = f"docker create --label {world.label} --gpus '\"device='$((i % {CARDS}))'\"' --name scale-$i {IMAGE} sleep 9999"
    world.run([LAB, "exec", BOX, f"echo {CARDS} >/etc/nvidia-smi-cards"])
    run = f"docker run -d --label {world.label} --name scale-$i {IMAGE} sleep 9999"
    for first in range(0, CONTAINERS - there, 50):  # each within the limit of a command
        last = min(first + 50, CONTAINERS - there) - 1
        world.on_box(f"for i in $(seq {first} {last}); do if [ $i -lt {RUNNING} ]; then {run}; else {create}; fi; done")


def unmake(world):
    world.run([LAB, "exec", BOX, "rm -f /etc/nvidia-smi-cards"])
    for _ in range(CONTAINERS // 50 + 1):
        world.on_box(f"docker ps -aq --filter label={world.label} | head -n 50 | xargs -r docker rm -f", check=False)


def screen(world):
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        os.execve(BERTH, [str(word) for word in world.berth(BOX)], world.environment)
    world.screens.add(pid)
    return pid, terminal


def share(world, terminal):
    """The agent's CPU, while the terminal is read as a person's would be."""
    agent = world.agent_pid()
    drain(terminal, SETTLE)
    began, before = time.monotonic(), ticks(agent)
    drain(terminal, WATCHED)
    used = (ticks(agent) - before) / os.sysconf("SC_CLK_TCK")
    return 100 * used / (time.monotonic() - began)


def drain(terminal, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            os.read(terminal, 65536)


def moves(terminal):
    """Down and up among the cards, whose names are all the same: each time until a whole update came."""
    for number in range(GPU_KEYS):
        drain(terminal, 0.01)
        began = time.perf_counter()
        os.write(terminal, b"j" if number // 10 % 2 == 0 else b"k")
        seen = b""
        while END_OF_UPDATE not in seen:
            if not select.select([terminal], [], [], 10)[0]:
                raise RuntimeError("no update came")
            seen += os.read(terminal, 65536)
        yield time.perf_counter() - began

"""(b) `berth ps` on a held session against `ssh HOST docker ps`, on loopback and over a late line."""
from figures import Row, Target, say
from rounds import alternate, clocked
from world import BOX

EACH_WAY = 20  # milliseconds
ROUNDS = 20


def measure(world):
    far = world.far(EACH_WAY)
    known = world.container()  # what both have to list
    return compare(world, BOX, known, "loopback", Target(1.0, ratio=True)) + compare(
        world, far, known, f"{EACH_WAY} ms each way", Target(0.5, ratio=True)
    )


def compare(world, box, known, line, target):
    say(f"docker ps, {line}")
    master = world.master(box)
    contenders = {
        "ssh": lambda: listed(world, known, world.ssh("docker", "ps", box=box)),
        "mux": lambda: listed(world, known, ["ssh", "-F", world.config, "-S", master, box, "docker", "ps"]),
    }
    if not world.peers_only:
        world.run(world.berth("connect", box))
        contenders["berth"] = lambda: listed(world, known, world.berth("ps", box))
    times = alternate({name: clocked(action) for name, action in contenders.items()}, ROUNDS)
    world.end_master(master)
    return [
        Row("b", f"`berth ps` / `ssh HOST docker ps`, {line}", times["ssh"], times.get("berth"), target),
        Row("b", f"`berth ps` / the same through a ControlMaster, {line}", times["mux"], times.get("berth")),
    ]


def listed(world, known, words):
    if known not in world.run(words):
        raise RuntimeError(f"{known} is not in what this lists: {' '.join(map(str, words))}")

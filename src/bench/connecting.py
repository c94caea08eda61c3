"""(f) A session by a warm agent against `ssh HOST true`, near and over a late line."""
from agent import Agent
from figures import Row, Target, say
from rounds import alternate
from world import BOX
import time

EACH_WAY = 20  # milliseconds
ROUNDS, WARM_UPS = 20, 10


def measure(world):
    far = world.far(EACH_WAY)
    return compare(world, BOX, "loopback") + compare(world, far, f"{EACH_WAY} ms each way")


def compare(world, box, line):
    say(f"connecting, {line}")
    contenders = {"ssh": lambda: clock(lambda: world.run(world.ssh("true", box=box)))}
    agent = None
    if not world.peers_only:
        agent = Agent(world)
        contenders["berth"] = lambda: connect(agent, box)
        contenders["verb"] = lambda: verb(world, agent, box)
    times = alternate(contenders, ROUNDS, WARM_UPS)
    if agent:
        agent.close()
    return [
        Row("f", f"connect, warm agent / `ssh HOST true`, {line}", times["ssh"], times.get("berth"),
            Target(1.2, ratio=True)),
        Row("f", f"`berth connect` / `ssh HOST true`, {line}", times["ssh"], times.get("verb")),
    ]


def clock(action):
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def connect(agent, box):
    agent.ask("disconnect", host=box)
    return clock(lambda: agent.ask("connect", host=box))


def verb(world, agent, box):
    agent.ask("disconnect", host=box)
    return clock(lambda: world.run(world.berth("connect", box)))

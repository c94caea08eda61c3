"""(g) From the moment a cut line is there again until a tunnel can be used, while Berth is at its first tries."""
import random
import socket
import time

from agent import Agent
from figures import Row, Samples, Target, say
from world import LAB, free_port, wait_until

BOX = "bare"
ROUNDS = 7


def measure(world):
    if world.peers_only:
        return []
    port = free_port()
    world.run(world.berth("tunnel", "add", BOX, f"{port}:22", "--wait"))
    agent = Agent(world)
    times = [restored(world, agent, port, number) for number in range(ROUNDS)]
    agent.close()
    return [Row("g", "line restored to usable tunnel, at the first tries", berth=Samples(times), target=Target(2.0))]


def restored(world, agent, port, number):
    # by a person's hand, so that no round pays for the losses of those before it
    agent.ask("disconnect", host=BOX)
    agent.ask("connect", host=BOX)
    wait_until(lambda: greets(port), "the tunnel")
    world.run([LAB, "cut", BOX])
    try:
        wait_until(lambda: agent.state(BOX) == "reconnecting", "the cut to be noticed")
        # wherever in its tries it may be: the first takes 3 s, then come half a second, 3 s and one second
        time.sleep(random.uniform(0, 7.5))
    finally:
        world.run([LAB, "mend", BOX])
    began = time.perf_counter()
    wait_until(lambda: greets(port), "the tunnel after the cut")
    took = time.perf_counter() - began
    say(f"round {number + 1}: usable after {took:.2f} s")
    return took


def greets(port):
    """Whether sshd's greeting comes through the tunnel; a new connection waits for the link."""
    try:
        with socket.create_connection(("127.0.0.1", port), 20) as near:
            return near.recv(8).startswith(b"SSH-2.0")
    except OSError:
        return False

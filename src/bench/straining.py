"""(k) What a tunnel does where it is hard: cold, over a late line, with a thousand clients that do not read."""
import os
import time

import byteserver
from byteserver import CROWD_PORT, CROWD_SERVER, PORT, answers, connect, download, upload
from figures import BYTES, RATE, SECONDS, Row, Samples, Target, say
from idling import rollup, ticks
from rounds import alternate
from world import BOX, free_port, wait_until

CIPHER = "aes128-gcm@openssh.com"
FIRST = 128 << 20
FAR = 96 << 20  # bytes over a late line
GB = 10**9
CLIENTS = 1000
HELD = 4 << 20  # what each of them asks for, and does not read


def measure(world):
    world.configure(f"Ciphers {CIPHER}\n")
    address = byteserver.start(world)
    return first(world, address) + processor(world, address) + crowd(world) + far(world, address)


def ssh_tunnel(world, box, far_end):
    port = free_port()
    master = world.master(box, "-L", f"127.0.0.1:{port}:{far_end}")
    wait_until(lambda: answers(port), "the byte server to answer")
    return port, master


def berth_tunnel(world, box, far_end):
    port = free_port()
    world.run(world.berth("tunnel", "add", box, f"{port}:{far_end}", "--wait"))
    return port


def rate(move, port, size):
    began = time.perf_counter()
    move(port, size)
    return size / (time.perf_counter() - began) / 1e6


def first(world, address):
    say("the first 128 MB")

    def by_ssh():
        port, master = ssh_tunnel(world, BOX, f"{address}:{PORT}")
        found = rate(download, port, FIRST)
        world.end_master(master)
        return found

    def by_berth():
        world.stop_agent()
        return rate(download, berth_tunnel(world, BOX, f"{address}:{PORT}"), FIRST)

    contenders = {"ssh": by_ssh} | ({} if world.peers_only else {"berth": by_berth})
    rates = alternate(contenders, rounds=5, warm_ups=0, unit=RATE)
    what = "tunnel / `ssh -L`, download, the first 128 MB of a new agent"
    return [Row("k", what, rates["ssh"], rates.get("berth"), Target(0.5, ratio=True, at_least=True))]


def far(world, address):
    rows = []
    for each_way in (10, 50):
        say(f"download, {each_way} ms each way")
        box = world.far(each_way, f"Ciphers {CIPHER}\n")
        ssh, master = ssh_tunnel(world, box, f"{address}:{PORT}")
        contenders = {"ssh": lambda: rate(download, ssh, FAR)}
        if not world.peers_only:
            berth = berth_tunnel(world, box, f"{address}:{PORT}")
            contenders["berth"] = lambda: rate(download, berth, FAR)
        rates = alternate(contenders, rounds=3, warm_ups=1, unit=RATE)
        world.end_master(master)
        what = f"tunnel / `ssh -L`, download, {each_way} ms each way"
        rows.append(Row("k", what, rates["ssh"], rates.get("berth"), Target(2.0, ratio=True, at_least=True)))
    return rows


def processor(world, address):
    """CPU time of the forwarding process for a GB."""
    port, master = ssh_tunnel(world, BOX, f"{address}:{PORT}")
    pids = {"ssh": int(world.run(["ssh", "-S", master, "-O", "check", BOX], check=False, errors=True)
                       .partition("pid=")[2].partition(")")[0])}
    ports = {"ssh": port}
    if not world.peers_only:
        ports["berth"] = berth_tunnel(world, BOX, f"{address}:{PORT}")
        pids["berth"] = world.agent_pid()
    rows = []
    for word, move in (("download", download), ("upload", upload)):
        say(f"CPU time of a GB, {word}")

        def used(name, move=move):
            before = ticks(pids[name])
            move(ports[name], GB)
            return (ticks(pids[name]) - before) / os.sysconf("SC_CLK_TCK")

        times = alternate({name: lambda name=name: used(name) for name in ports}, rounds=3, warm_ups=1, unit=SECONDS)
        rows.append(Row("k", f"CPU time / `ssh -L`, of a GB, {word}", times["ssh"], times.get("berth")))
    world.end_master(master)
    return rows


def crowd(world):
    if world.peers_only:
        return []
    say(f"{CLIENTS} clients that do not read")
    port = berth_tunnel(world, BOX, f"{byteserver.start(world, CROWD_SERVER)}:{CROWD_PORT}")
    pid = world.agent_pid()
    before = rollup(pid)["Rss"]
    clients = [connect(port, "D", HELD, room=16 << 10) for _ in range(CLIENTS)]
    for client in clients:
        if not client.recv(1):
            raise RuntimeError("a stream ended before its first byte")
    last = [before]

    def settled():
        last.append(rollup(pid)["Rss"])
        return len(last) > 20 and max(last[-20:]) - min(last[-20:]) < 1 << 20

    wait_until(settled, "the agent's memory to settle", seconds=60, pause=0.25)
    beside = time.perf_counter()
    with connect(port, "D", 1) as one:
        if not one.recv(1):
            raise RuntimeError("no byte came beside those that do not read")
    beside = time.perf_counter() - beside
    more = max(last) - before
    for client in clients:
        client.close()
    return [
        Row("k", f"more resident memory with {CLIENTS} clients that do not read", None,
            Samples([more], BYTES), Target(64e6, unit=BYTES)),
        Row("k", "a new connection and 1 byte beside them", None, Samples([beside], SECONDS)),
    ]


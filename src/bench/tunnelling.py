"""(d) A tunnel's throughput and latency against `ssh -L`, both to the same server and with the same cipher."""
import json
import statistics
import threading
import time

import byteserver
from byteserver import PORT, answers, connect, download, upload
from figures import EACH_SECOND, RATE, Row, Samples, Target, say
from rounds import alternate
from world import BOX, free_port, wait_until

CIPHER = "aes128-gcm@openssh.com"
SIZE = 512 << 20  # bytes of one measurement, all of its streams together
ROUNDS = 7
PINGS, CONNECTIONS = 2000, 300
CONNECTION_WARM_UPS = 8  # a JVM compiles what opens a connection after some thousand of them

def measure(world):
    world.configure(f"Ciphers {CIPHER}\n")
    far_end = f"{byteserver.start(world)}:{PORT}"
    ports = {"ssh": free_port()}
    master = world.master(BOX, "-L", f"127.0.0.1:{ports['ssh']}:{far_end}")
    if not world.peers_only:
        ports["berth"] = free_port()
        world.run(world.berth("tunnel", "add", BOX, f"{ports['berth']}:{far_end}", "--wait"))
        shown = json.loads(world.run(world.berth("tunnel", "show", str(ports["berth"]), "--json")))
        say(f"Berth's way to {far_end}: {shown['way']}, {shown['state']}")
    for port in ports.values():
        wait_until(lambda port=port: answers(port), "the byte server to answer")
    rows = throughput(ports) + latency(ports)
    world.end_master(master)
    return rows


def throughput(ports):
    rows = []
    for streams in (1, 8):
        for way, word in (("D", "download"), ("U", "upload")):
            say(f"{word}, {streams} streams")
            contenders = {name: lambda port=port: rate(port, way, streams) for name, port in ports.items()}
            rates = alternate(contenders, ROUNDS, warm_ups=3, unit=RATE)
            what = f"tunnel / `ssh -L`, {word}, {streams} stream{'s' if streams > 1 else ''}"
            rows.append(Row("d", what, rates["ssh"], rates.get("berth"), Target(1.0, ratio=True, at_least=True)))
    return rows


def latency(ports):
    say("latency")
    rows = []
    targets = {"p50": Target(1.3, ratio=True), "p99": Target(1.5, ratio=True)}
    found = {(name, part): [] for name in ports for part in targets}

    def note(name):
        times = sorted(pings(ports[name]))
        found[name, "p50"].append(statistics.median(times))
        found[name, "p99"].append(times[int(len(times) * 0.99)])

    alternate({name: lambda name=name: note(name) for name in ports}, ROUNDS, warm_ups=0)
    for part, target in targets.items():
        # the first round warmed up
        sides = {name: Samples(found[name, part][1:]) for name in ports}
        rows.append(Row("d", f"tunnel / `ssh -L`, 1-byte round trip, {part}", sides["ssh"], sides.get("berth"), target))
    contenders = {name: lambda port=port: connections(port) for name, port in ports.items()}
    rates = alternate(contenders, ROUNDS, CONNECTION_WARM_UPS, unit=EACH_SECOND)
    what = "tunnel / `ssh -L`, new connections and 1 byte, one after another"
    return [*rows, Row("d", what, rates["ssh"], rates.get("berth"), Target(0.8, ratio=True, at_least=True))]


def rate(port, way, streams):
    """MB (10⁶ bytes) a second over all streams together."""
    size = SIZE // streams
    move = download if way == "D" else upload
    failures = []

    def guarded():
        try:
            move(port, size)
        except OSError as failed:
            failures.append(failed)

    threads = [threading.Thread(target=guarded) for _ in range(streams)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(f"a stream through port {port} broke: {failures[0]}")
    return size * streams / (time.perf_counter() - began) / 1e6


def pings(port):
    with connect(port, "E", 0) as near:
        for _ in range(PINGS):
            began = time.perf_counter()
            near.send(b"x")
            if not near.recv(1):
                raise OSError("the echo ended")
            yield time.perf_counter() - began


def connections(port):
    """How many a second."""
    began = time.perf_counter()
    for _ in range(CONNECTIONS):
        with connect(port, "D", 1) as near:
            if not near.recv(1):
                raise OSError("no byte came")
    return CONNECTIONS / (time.perf_counter() - began)

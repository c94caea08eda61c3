"""(d) A tunnel's throughput and latency against `ssh -L`, both to the same server and with the same cipher."""
import json
import shlex
import socket
import statistics
import struct
import threading
import time

from figures import RATE, Row, Samples, Target, say
from rounds import alternate
from world import BOX, free_port, wait_until

CIPHER = "aes128-gcm@openssh.com"
PORT = 7007
SIZE = 512 << 20  # bytes of one measurement, all of its streams together
CHUNK = 1 << 20
ROUNDS = 7
PINGS, CONNECTIONS = 2000, 300

# In the container: as many processes as there can be streams, none waits for another. A request is a letter and a count.
SERVER = f"""
import os, socket, struct
listener = socket.create_server(('0.0.0.0', {PORT}), backlog=64)
zeros, room = bytes({CHUNK}), bytearray({CHUNK})
def serve(s):
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    head = s.recv(9, socket.MSG_WAITALL)
    if len(head) < 9: return
    what, left = struct.unpack('>cQ', head)
    while what == b'D' and left: left -= s.send(zeros[:left] if left < {CHUNK} else zeros)
    while what == b'U' and left: left -= s.recv_into(room, min(left, {CHUNK}), socket.MSG_WAITALL)
    if what == b'U': s.sendall(b'.')
    while what == b'E':
        byte = s.recv(1)
        if not byte: return
        s.sendall(byte)
for _ in range(11):
    if os.fork() == 0: break
while True:
    s, _ = listener.accept()
    try: serve(s)
    except OSError: pass
    s.close()
"""


def measure(world):
    world.configure(f"Ciphers {CIPHER}\n")
    server = world.container()
    world.on_box(f"docker exec -d {server} python3 -c {shlex.quote(SERVER)}")
    far_end = f"{world.address_of(server)}:{PORT}"
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
            rows.append(Row("d", what, rates["ssh"], rates.get("berth"), Target(0.8, ratio=True, at_least=True)))
    return rows


def latency(ports):
    say("latency")
    rows = []
    for what, action in (("1-byte round trip", pings), ("new connection and 1 byte", connections)):
        found = {(name, part): [] for name in ports for part in ("p50", "p99")}

        def note(name):
            times = sorted(action(ports[name]))
            found[name, "p50"].append(statistics.median(times))
            found[name, "p99"].append(times[int(len(times) * 0.99)])

        alternate({name: lambda name=name: note(name) for name in ports}, ROUNDS, warm_ups=0)
        for part in ("p50", "p99"):
            # the first round warmed up
            sides = {name: Samples(found[name, part][1:]) for name in ports}
            target = Target(2.0, ratio=True)
            rows.append(Row("d", f"tunnel / `ssh -L`, {what}, {part}", sides["ssh"], sides.get("berth"), target))
    return rows


def connect(port, what, count):
    near = socket.create_connection(("127.0.0.1", port), 60)
    near.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    # blocking: Python's time limit would have MSG_WAITALL return early
    near.settimeout(None)
    near.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 60, 0))
    near.sendall(struct.pack(">cQ", what.encode(), count))
    return near


def answers(port):
    try:
        with connect(port, "D", 1) as near:
            return near.recv(1) != b""
    except OSError:
        return False


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


def download(port, size):
    room = bytearray(CHUNK)
    with connect(port, "D", size) as near:
        while size > 0:
            got = near.recv_into(room, min(size, CHUNK), socket.MSG_WAITALL)
            if got == 0:
                raise OSError(f"ended {size} bytes early")
            size -= got


def upload(port, size):
    block = memoryview(bytes(CHUNK))
    with connect(port, "U", size) as near:
        while size > 0:
            near.sendall(block[:size])
            size -= CHUNK
        if near.recv(1) != b".":
            raise OSError("the far end did not get all")


def pings(port):
    with connect(port, "E", 0) as near:
        for _ in range(PINGS):
            began = time.perf_counter()
            near.send(b"x")
            if not near.recv(1):
                raise OSError("the echo ended")
            yield time.perf_counter() - began


def connections(port):
    for _ in range(CONNECTIONS):
        began = time.perf_counter()
        with connect(port, "D", 1) as near:
            if not near.recv(1):
                raise OSError("no byte came")
            yield time.perf_counter() - began

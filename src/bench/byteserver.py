"""A small server in a container of the box, which sends, takes or echoes bytes, and the clients of its protocol."""
import shlex
import socket
import struct

PORT = 7007
CHUNK = 1 << 20

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

# The same for more clients than there can be processes: a thread each, and only the sending of zeros.
CROWD_PORT = 7008
CROWD_SERVER = f"""
import socket, struct, threading
listener = socket.create_server(('0.0.0.0', {CROWD_PORT}), backlog=1024)
threading.stack_size(128 << 10)
zeros = bytes(1 << 16)
def serve(s):
    try:
        what, left = struct.unpack('>cQ', s.recv(9, socket.MSG_WAITALL))
        while left: left -= s.send(zeros[:left])
    except (OSError, struct.error): pass
    s.close()
while True: threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
"""


def start(world, program=SERVER):
    """Runs it in a container of its own; the container's address."""
    server = world.container()
    world.on_box(f"docker exec -d {server} python3 -c {shlex.quote(program)}")
    return world.address_of(server)


def connect(port, what, count, room=None):
    """Asks for it; `room` is the socket's buffer for what comes, where the system's own would take it all."""
    near = socket.socket()
    if room:
        near.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
    near.settimeout(60)
    near.connect(("127.0.0.1", port))
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

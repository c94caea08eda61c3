"""(a) Start to the first frame on a terminal, with an agent and without; a verb; other programs for scale."""
import fcntl
import os
import pathlib
import pty
import select
import shutil
import struct
import subprocess
import termios
import time

from figures import Row, Target, say
from rounds import alternate, clocked
from world import BERTH, BOX

COLUMNS, ROWS = 100, 30
END_OF_UPDATE = b"\x1b[?2026l"
ROUNDS = 15


def measure(world):
    say("other programs")
    contenders = {name: clocked(lambda words=words: world.run(words)) for name, words in small_programs(world).items()}
    rows = [Row("a", f"`{name}`, for scale", peer=samples) for name, samples in alternate(contenders, ROUNDS).items()]
    if world.peers_only:
        return rows
    return rows + with_agent(world) + without_agent(world)


def with_agent(world):
    say("with an agent")
    world.run(world.berth("hosts", "--json"))
    times = alternate(
        {
            "frame": lambda: first_frame(world, b""),
            "hosts": lambda: first_frame(world, BOX.encode()),
            "verb": clocked(lambda: world.run(world.berth("hosts", "--json"))),
            "version": clocked(lambda: world.run(world.berth("--version"))),
        },
        ROUNDS,
        warm_ups=3,
    )
    return [
        Row("a", "first frame, an agent runs", berth=times["frame"], target=Target(0.20)),
        Row("a", "first frame that has the hosts, an agent runs", berth=times["hosts"]),
        Row("a", "`berth hosts --json`, an agent runs", berth=times["verb"], target=Target(0.30)),
        Row("a", "`berth --version`, asks no agent", berth=times["version"]),
    ]


def without_agent(world):
    say("without an agent")

    def cold(text):
        world.stop_agent()
        return first_frame(world, text)

    def cold_verb():
        world.stop_agent()
        return clocked(lambda: world.run(world.berth("hosts", "--json")))()

    times = alternate(
        {"frame": lambda: cold(b""), "hosts": lambda: cold(BOX.encode()), "verb": cold_verb}, ROUNDS, warm_ups=1
    )
    return [
        Row("a", "first frame, no agent runs", berth=times["frame"], target=Target(0.25)),
        Row("a", "first frame that has the hosts, no agent runs", berth=times["hosts"]),
        Row("a", "`berth hosts --json`, starting the agent", berth=times["verb"]),
    ]


def first_frame(world, text):
    """Seconds from the fork until a whole update with the text is on the terminal; the program is ended then."""
    began = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        os.execve(BERTH, [str(word) for word in world.berth()], world.environment)
    world.screens.add(pid)
    try:
        return wait_for_frame(terminal, text, began)
    finally:
        os.close(terminal)  # which it takes for a closed window
        world.end_screen(pid)


def wait_for_frame(terminal, text, began):
    seen = bytearray()
    while time.perf_counter() < began + 30:
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            seen += os.read(terminal, 65536)
        except OSError:
            break  # the program ended
        at = seen.find(text) if text else 0
        if at >= 0 and seen.find(END_OF_UPDATE, at) > 0:
            return time.perf_counter() - began
    raise RuntimeError(f"no first frame came, but: {bytes(seen[-2000:])!r}")


def small_programs(world):
    programs = {"ssh -V": ["ssh", "-V"]}
    if shutil.which("docker"):
        programs["docker --version"] = ["docker", "--version"]
    java = java_25()
    if java:
        hello(world, java)
        programs["java Hello"] = [java / "bin/java", "-cp", world.place, "Hello"]
        programs["java Hello, as Berth's launcher"] = [
            java / "bin/java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", world.place, "Hello"]
    return programs


def java_25():
    for home in [os.environ.get("JAVA_HOME", "/nowhere"), *sorted(map(str, pathlib.Path("/usr/lib/jvm").glob("*25*")))]:
        if (pathlib.Path(home) / "bin/javac").exists():
            return pathlib.Path(home)
    return None


def hello(world, java):
    source = world.place / "Hello.java"
    source.write_text('class Hello { public static void main(String[] a) { System.out.println("hello"); } }')
    subprocess.run([java / "bin/javac", "-d", world.place, source], check=True)

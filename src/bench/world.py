"""The place a part measures in: directories of its own, the lab's boxes, and whatever was started, which ends with it."""
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAB = ROOT / "src/lab/lab"
BERTH = pathlib.Path(os.environ.get("BERTH_BENCH_PRODUCT", ROOT / "target/berth/bin/berth"))
BOX = "gpu1"
IMAGE = "lab/jupyterlab:4.0"
LIMIT = 120  # seconds, for any one command


class Missing(Exception):
    """A sentence: what is not there, and how to get it."""


class World:
    def __init__(self, peers_only):
        self.peers_only = peers_only
        if not peers_only and not os.access(BERTH, os.X_OK):
            raise Missing(f"there is no {BERTH}; build it: mvn -q -DskipTests package")
        lab = subprocess.run([LAB, "ssh-config"], capture_output=True, text=True)
        if lab.returncode != 0 or "HostName" not in lab.stdout:
            raise Missing("the lab is down; bring it up: src/lab/lab up")
        self.hosts = lab.stdout
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="berth-bench-"))
        self.config = self.place / "ssh_config"
        self.configure()
        self.label = f"berth.bench={os.getpid()}"
        self.used_containers = False
        self.children = []
        self.masters = []
        self.screens = set()  # processes with a terminal of their own
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "BERTH_", "SSH_"))
        }
        for variable in ("XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            directory = self.place / variable[4:7].lower()
            directory.mkdir(mode=0o700, exist_ok=True)
            self.environment[variable] = str(directory)
        self.environment["TERM"] = "xterm-256color"

    def configure(self, extra=""):
        """Writes the ssh configuration: the lab's hosts, before them what a part needs besides."""
        self.config.write_text(extra + self.hosts)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            for pid in list(self.screens):
                self.end_screen(pid)
            if not self.peers_only:
                self.stop_agent()
        finally:
            for child in self.children:
                stop(child)
            for master in self.masters:
                self.run(["ssh", "-F", self.config, "-S", master, "-O", "exit", BOX], check=False)
            if self.used_containers:
                self.on_box(f"docker ps -aq --filter label={self.label} | xargs -r docker rm -f", check=False)
            shutil.rmtree(self.place, ignore_errors=True)

    # --- commands

    def run(self, words, check=True, errors=False):
        done = subprocess.run(
            [str(word) for word in words],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LIMIT,
        )
        if check and done.returncode != 0:
            raise RuntimeError(f"{shlex.join(map(str, words))}: exit {done.returncode}: {done.stderr.strip()}")
        return done.stderr if errors else done.stdout

    def start(self, words, **streams):
        """A child that ends with the world."""
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | streams
        child = subprocess.Popen([str(word) for word in words], env=self.environment, **streams)
        self.children.append(child)
        return child

    def ssh(self, *words, box=BOX):
        return ["ssh", "-F", self.config, "-o", "BatchMode=yes", box, *words]

    def on_box(self, command, check=True):
        return self.run(self.ssh(command), check)

    def berth(self, *words):
        return [BERTH, "-F", self.config, "--no-input", *words]

    def master(self, box, *options):
        """An ssh that went to the background as `ssh -f` does; its socket, for those who share it."""
        path = self.place / f"master{len(self.masters)}"
        self.masters.append(path)
        self.run(["ssh", "-F", self.config, "-o", "BatchMode=yes", "-fN", "-M", "-S", path,
                  "-o", "ExitOnForwardFailure=yes", *options, box])
        return path

    def end_master(self, path):
        self.masters.remove(path)
        self.run(["ssh", "-F", self.config, "-S", path, "-O", "exit", BOX], check=False)

    def end_screen(self, pid):
        """As a closed terminal window does, and harder where that is not enough."""
        for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGKILL):
            os.kill(pid, number)  # not reaped yet, so the pid is still its own
            if gone_within(pid, 3):
                break
        os.waitpid(pid, 0)
        self.screens.discard(pid)

    # --- the agent

    def agent_pid(self):
        """The running agent's; None where none runs."""
        agent = json.loads(self.run(self.berth("info", "--json")))["agent"]
        return agent["pid"] if agent else None

    def stop_agent(self):
        pid = self.agent_pid()
        if pid is None:
            return
        self.run(self.berth("agent", "stop"), check=False)
        if not gone_within(pid, 5):
            os.kill(pid, signal.SIGKILL)
            raise RuntimeError("the agent outlived `berth agent stop` by 5 s")

    # --- containers of this run's own

    def container(self, published=None):
        """A fresh container that only sleeps; its name. `published` is a port, the same number inside and on the box."""
        self.used_containers = True
        name = f"bench-{os.getpid()}-{time.monotonic_ns() % 10**9}"
        publish = f"-p {published}:{published} " if published else ""
        self.on_box(f"docker run -d --init --name {name} --label {self.label} {publish}{IMAGE} sleep infinity")
        return name

    def remove(self, container):
        self.on_box(f"docker rm -f {container}")

    def address_of(self, container):
        return self.on_box(f"docker inspect -f '{{{{.NetworkSettings.IPAddress}}}}' {container}").strip()

    def far(self, milliseconds, extra=""):
        """The box again, through a proxy that is so late each way; its alias. `extra` is what configure takes."""
        port, box = free_port(), re.search(rf"^Host {BOX}\n((?:  .*\n)+)", self.hosts, re.M).group(1)
        address = re.search(r"HostName (\S+)", box).group(1)
        known = re.search(r"UserKnownHostsFile (\S+)", box).group(1)
        keys = [line.split(None, 1)[1] for line in open(known) if address in line.split()[0].split(",")]
        (self.place / "known_hosts").write_text("".join(f"[127.0.0.1]:{port} {key.strip()}\n" for key in keys))
        box = box.replace(address, "127.0.0.1").replace(known, str(self.place / "known_hosts"))
        alias = f"{BOX}-far{milliseconds}"
        self.configure(f"{extra}Host {alias}\n  Port {port}\n{box}\n")
        self.start([LAB.parent / "delay-proxy", str(port), f"{address}:22", str(milliseconds)])
        wait_until(lambda: listens(port), "the delay proxy to listen")
        return alias


def stop(child):
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def gone_within(pid, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            # a zombie, when whoever should reap it here does not, is gone all the same
            if pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.01)
    return False


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def listens(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


def wait_until(condition, what, seconds=30, pause=0.02):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError(f"waited {seconds} s for {what}")
        time.sleep(pause)

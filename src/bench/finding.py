"""(j) What it costs a box that somebody looks at its Jupyter servers, among 40 containers: CPU seconds a minute."""
import subprocess
import time

from figures import Row, Samples, Target, say
from world import BOX, free_port

CONTAINERS, WITH_JUPYTER = 40, 2
SETTLE, WATCHED = 15, 60  # seconds
# clock ticks of the engine, of every sshd and of the Jupyter servers themselves, with all they ran and waited for
TICKS = """for file in /proc/[0-9]*/stat; do
  read -r line <$file || continue
  name=${line#*(}; name=${name%)*}
  case $name in sshd*|dockerd|containerd*|jupyter-*|python3*) set -- ${line##*) }; echo $((${12} + ${13} + ${14} + ${15})) ;; esac
done 2>/dev/null"""


def measure(world):
    if world.peers_only:
        return []
    made = [world.container() for _ in range(CONTAINERS - WITH_JUPYTER)]
    for _ in range(WITH_JUPYTER):
        port = free_port()
        name = world.container(published=port)
        made.append(name)
        world.run(world.berth("jupyter", "start", BOX, name, "--port", str(port), "--no-open"))
    world.stop_agent()
    try:
        say(f"the box by itself for {WATCHED} s, then with somebody who looks at its Jupyter servers")
        alone = spent(world)
        world.run(world.berth("connect", BOX))
        looking = world.start(world.berth("jupyter", "list", BOX, "--watch"), stdout=subprocess.DEVNULL)
        try:
            time.sleep(SETTLE)
            looked = spent(world)
        finally:
            looking.terminate()
            looking.wait()
    finally:
        for name in made:
            world.remove(name)
    what = f"CPU of a box with {CONTAINERS} containers, {WITH_JUPYTER} with Jupyter, for a minute of looking for servers"
    return [Row("j", what, berth=Samples([max(0, looked - alone)]), target=Target(6.0))]


def spent(world):
    """CPU seconds of a minute."""
    before = ticks(world)
    time.sleep(WATCHED)
    return (ticks(world) - before) / 100 * 60 / WATCHED


def ticks(world):
    return sum(int(line) for line in world.on_box(TICKS).split())

"""(c) From nothing to Jupyter's page: the shell functions' steps by hand, and `berth jupyter start`."""
import http.cookiejar
import re
import time
import urllib.error
import urllib.request

from figures import Row, Samples, Target
from rounds import alternate
from world import BOX, free_port

ROUNDS = 5


def measure(world):
    contenders = {"by hand": lambda: fresh(world, by_hand)}
    stops = []
    if not world.peers_only:
        contenders["held"] = lambda: fresh(world, lambda *place: held(*place, stops))
        contenders["cold"] = lambda: fresh(world, lambda *place: cold(*place, stops))
    times = alternate(contenders, ROUNDS, warm_ups=1)
    rows = [
        Row("c", "Jupyter in a container, until its page came / by hand", times["by hand"], times.get("held"),
            Target(0.9, ratio=True))
    ]
    if not world.peers_only:
        rows.append(Row("c", "the same where no agent runs yet / by hand", times["by hand"], times["cold"]))
        rows.append(Row("c", "`berth jupyter stop`", berth=Samples(stops), target=Target(3.0)))
    return rows


def fresh(world, way):
    """In a new container with a new port, published as the guides have it."""
    port = free_port()
    name = world.container(published=port)
    try:
        return way(world, name, port)
    finally:
        world.remove(name)


def by_hand(world, name, port):
    """jlr and jll without a pause for thought: the list is asked for again as soon as it came back without the server."""
    began = time.perf_counter()
    world.run(world.ssh(f"docker exec -d {name} jupyter lab --ip 0.0.0.0 --port {port} --allow-root --no-browser"))
    master = world.master(BOX, "-L", f"127.0.0.1:{port}:localhost:{port}")
    try:
        token = None
        while token is None:
            listed = world.run(world.ssh(f"docker exec {name} jupyter server list"))
            token = re.search(rf":{port}/\?token=(\w+)", listed)
            if time.perf_counter() > began + 60:
                raise RuntimeError("Jupyter did not come up by hand")
        until_page(f"http://127.0.0.1:{port}/lab?token={token.group(1)}")
        return time.perf_counter() - began
    finally:
        world.end_master(master)


def held(world, name, port, stops):
    world.run(world.berth("connect", BOX))
    return by_berth(world, name, port, stops)


def cold(world, name, port, stops):
    world.stop_agent()
    return by_berth(world, name, port, stops)


def by_berth(world, name, port, stops):
    began = time.perf_counter()
    url = re.search(r"http://\S+", world.run(world.berth("jupyter", "start", BOX, name, "--no-open"))).group()
    until_page(url)
    seconds = time.perf_counter() - began
    began = time.perf_counter()
    world.run(world.berth("jupyter", "stop", BOX, name))
    stops.append(time.perf_counter() - began)
    return seconds


def until_page(url):
    """Gets the page as a browser does: with cookies and redirects, never through a proxy."""
    cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    opener = urllib.request.build_opener(cookies, urllib.request.ProxyHandler({}))
    end = time.monotonic() + 60
    while True:
        try:
            with opener.open(url, timeout=30) as reply:
                if b"JupyterLab" in reply.read():
                    return
                raise RuntimeError(f"{reply.geturl()} is not JupyterLab's page")
        except (urllib.error.URLError, OSError):
            if time.monotonic() > end:
                raise
            time.sleep(0.01)

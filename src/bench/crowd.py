"""Many hosts without a lab for each: the demo's embedded boxes in a process of their own, under many names."""
import pathlib
import re
import subprocess

from starting import java_25
from world import BERTH, Missing


class Crowd:
    def __init__(self, world, size):
        java = java_25()
        if not java:
            raise Missing("there is no JDK 25; set JAVA_HOME to one")
        source = pathlib.Path(__file__).parent / "Boxes.java"
        jar = BERTH.parent.parent / "lib/berth.jar"
        self.process = world.start(
            [java / "bin/java", "-XX:+UseSerialGC", "-cp", jar, source], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        config = self.process.stdout.readline().decode().strip()
        boxes = re.findall(r"^Host \S+\n((?:    .*\n)+)", open(config).read(), re.M)
        self.names = [f"box-{number:03}" for number in range(size)]
        hosts = (f"Host {name}\n{boxes[number % len(boxes)]}\n" for number, name in enumerate(self.names))
        world.config.write_text("".join(hosts))

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)

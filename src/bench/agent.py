"""A client of the agent without a JVM of its own, for what would be lost in the start of a verb."""
import json
import socket


PROTOCOL = 5  # api.Protocol.VERSION


class Agent:
    def __init__(self, world):
        world.run(world.berth("hosts"))  # starts it
        paths = json.loads(world.run(world.berth("info", "--json")))["paths"]
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(60)
        self.socket.connect(paths["socket"])
        self.lines = self.socket.makefile("r")
        self.requests = 0
        environment = {name: value for name, value in world.environment.items() if name in ("PATH", "HOME", "SHELL")}
        self.ask("hello", protocol=PROTOCOL, build="bench", config=None, environment=environment, answers=False, screen=False)

    def ask(self, kind, **fields):
        """The reply to one request, whatever events come before it."""
        self.requests += 1
        line = json.dumps({"id": self.requests, "request": {"type": kind, **fields}})
        self.socket.sendall(line.encode() + b"\n")
        for line in self.lines:
            answer = json.loads(line)
            if answer.get("id") == self.requests and not answer.get("event"):
                if answer.get("problem"):
                    raise RuntimeError(f"{kind}: {answer['problem']['message']}")
                return answer["reply"]
        raise RuntimeError("the agent ended")

    def state(self, host):
        return next(each["state"] for each in self.ask("list-hosts")["hosts"] if each["host"] == host)

    def close(self):
        self.socket.close()

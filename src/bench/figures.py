"""Samples, what they are held against, and the table they end in."""
import dataclasses
import datetime
import os
import platform
import statistics
import sys

SECONDS, RATE, BYTES, PERCENT, COUNT, EACH_SECOND = "s", "MB/s", "B", "%", "", "/s"


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


@dataclasses.dataclass(frozen=True)
class Samples:
    """What was measured several times; `unit` is one of those above."""

    values: list
    unit: str = SECONDS

    @property
    def median(self):
        return statistics.median(self.values)

    def __str__(self):
        low, high = min(self.values), max(self.values)
        middle = in_unit(self.median, self.median, self.unit)
        if len(self.values) == 1:
            return f"{middle} {name_of(self.median, self.unit)}"
        return (
            f"{middle} {name_of(self.median, self.unit)}"
            f" ({in_unit(low, self.median, self.unit)}–{in_unit(high, self.median, self.unit)}, n={len(self.values)})"
        )


def name_of(scale, unit):
    if unit == SECONDS:
        return "s" if scale >= 1 else "ms" if scale >= 1e-3 else "µs"
    return "MB" if unit == BYTES else unit


def in_unit(value, scale, unit):
    """The number, in the unit that fits `scale`, so that a median and its spread have the same one."""
    if unit == SECONDS:
        value *= 1 if scale >= 1 else 1e3 if scale >= 1e-3 else 1e6
        return f"{value:.2f}" if scale >= 1 or 1e-3 <= scale < 1e-2 else f"{value:.0f}"
    if unit == BYTES:
        return f"{value / 1e6:.0f}" if scale >= 10e6 else f"{value / 1e6:.2f}"
    return f"{value:.0f}" if unit in (RATE, EACH_SECOND) else f"{value:.2f}"


@dataclasses.dataclass(frozen=True)
class Target:
    """A bound for Berth's median, or for its ratio to the peer's."""

    bound: float
    ratio: bool = False
    at_least: bool = False
    unit: str = SECONDS

    def met(self, berth, peer):
        found = berth.median / peer.median if self.ratio else berth.median
        return found >= self.bound if self.at_least else found <= self.bound

    def __str__(self):
        sign = "≥" if self.at_least else "≤"
        if self.ratio:
            return f"{sign} {self.bound:g}×"
        return f"{sign} {in_unit(self.bound, self.bound, self.unit)} {name_of(self.bound, self.unit)}"


@dataclasses.dataclass(frozen=True)
class Row:
    """One line of the table; a side that was not measured is None."""

    part: str
    what: str
    peer: Samples = None
    berth: Samples = None
    target: Target = None

    def cells(self):
        both = self.peer and self.berth
        ratio = f"{self.berth.median / self.peer.median:.2f}×" if both else ""
        verdict = ""
        if self.target and self.berth and (both or not self.target.ratio):
            verdict = "met" if self.target.met(self.berth, self.peer) else "**missed**"
        return [self.part, self.what, self.peer or "", self.berth or "", ratio, self.target or "", verdict]


def markdown(rows):
    head = ["", "what", "peer", "Berth", "ratio", "target", ""]
    lines = [head, ["---"] * len(head)] + [row.cells() for row in rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def heading(load):
    today = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    return (
        f"Medians (least–most, n), {today}, {os.cpu_count()} cores ({processor()}), Linux {platform.release()},"
        f" load {load[0]:.1f} at the start and {os.getloadavg()[0]:.1f} at the end."
    )


def processor():
    with open("/proc/cpuinfo") as lines:
        for line in lines:
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()

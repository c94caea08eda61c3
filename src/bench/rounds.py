"""Measuring several contenders in turn, so that whatever else the machine does hits them alike."""
import random
import time

from figures import SECONDS, Samples


def alternate(contenders, rounds, warm_ups=2, unit=SECONDS):
    """Calls each contender, a function that gives one value, in a new order every round: name -> Samples."""
    found = {name: [] for name in contenders}
    for number in range(-warm_ups, rounds):
        for name in random.sample(list(contenders), len(contenders)):
            value = contenders[name]()
            if number >= 0:
                found[name].append(value)
    return {name: Samples(values, unit) for name, values in found.items()}


def clocked(action):
    """A contender: how long the action takes."""

    def measure():
        began = time.perf_counter()
        action()
        return time.perf_counter() - began

    return measure

"""Knows how to time two programs against each other, from before the spawn to after the wait."""
import os
import re
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from typing import Callable, Optional

NULL = os.devnull
FAST_FOLDER = "/dev/shm" if os.path.isdir("/dev/shm") else None


def no_check(_output):
    return ""


@dataclass
class Side:
    """One of two programs: its command, and what is wrong with its output ('' if nothing is)."""
    command: list
    check: Callable = no_check
    keep_output: bool = True  # False: to /dev/null; the check is then a `streamed` one beforehand


@dataclass
class Measured:
    """Medians in seconds of what ran, and of the pairs' ratios and differences; why it does not count."""
    ours: Optional[float] = None
    peer: Optional[float] = None
    peer_by_ours: Optional[float] = None
    added: Optional[float] = None               # s, ours less peer
    ratios: list = field(default_factory=list)  # ours by peer, pair by pair
    wrong: list = field(default_factory=list)


def spawn(command, out):
    """Runs a command with stdout to the file `out`; (seconds, exit status)."""
    actions = [(os.POSIX_SPAWN_OPEN, 0, NULL, os.O_RDONLY, 0),
               (os.POSIX_SPAWN_OPEN, 1, out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
               (os.POSIX_SPAWN_OPEN, 2, NULL, os.O_WRONLY, 0)]
    begin = time.perf_counter_ns()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    _, state, _ = os.wait4(child, 0)
    seconds = (time.perf_counter_ns() - begin) / 1e9
    return seconds, os.waitstatus_to_exitcode(state)


def timed(side, out):
    """(seconds, what is wrong) of one run."""
    seconds, status = spawn(side.command, out if side.keep_output else NULL)
    name = os.path.basename(side.command[0])
    if status != 0:
        return seconds, f"{name} ended with {status}"
    if not side.keep_output:
        return seconds, ""
    with open(out, "rb") as file:
        found = side.check(file.read())
    return seconds, f"{name}: {found}" if found else ""


def measure(ours, peer, pairs):
    """Runs A B A B ... after one unmeasured run of each; a missing side (None) is left out."""
    result = Measured()
    seconds = {"ours": [], "peer": []}
    sides = [(key, side) for key, side in (("ours", ours), ("peer", peer)) if side]
    with tempfile.NamedTemporaryFile(dir=FAST_FOLDER) as out:
        for number in range(pairs + 1):
            for key, side in sides:
                took, wrong = timed(side, out.name)
                if wrong and wrong not in result.wrong:
                    result.wrong.append(wrong)
                if number > 0:
                    seconds[key].append(took)
    if seconds["ours"]:
        result.ours = statistics.median(seconds["ours"])
    if seconds["peer"]:
        result.peer = statistics.median(seconds["peer"])
    if ours and peer:
        result.ratios = [a / b for a, b in zip(seconds["ours"], seconds["peer"])]
        result.added = statistics.median(
            a - b for a, b in zip(seconds["ours"], seconds["peer"]))
        result.peer_by_ours = statistics.median(
            b / a for a, b in zip(seconds["ours"], seconds["peer"]))
    return result


def streamed(command, consume):
    """What `consume` makes of a command's stdout, a binary stream; (result, exit status)."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          stdin=subprocess.DEVNULL, bufsize=1 << 20) as process:
        result = consume(process.stdout)
    return result, process.returncode


def peak_bytes(command, check=no_check):
    """(peak resident bytes, what is wrong). By time(1): a child of Python inherits Python's peak."""
    timer = "/usr/bin/time"
    if not os.path.exists(timer):
        return None, "needs /usr/bin/time (Debian package time)"
    with tempfile.NamedTemporaryFile("r") as report:
        process = subprocess.run([timer, "-q", "-f", "%M", "-o", report.name, *command],
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        kib = report.read().split()
    if process.returncode != 0:
        return None, f"ended with {process.returncode}"
    return int(kib[-1]) * 1024, check(process.stdout)


def instructions(command):
    """(instructions from start to end, what is wrong), counted by callgrind."""
    try:
        process = subprocess.run(
            ["valgrind", "--tool=callgrind", "--callgrind-out-file=" + NULL, *command],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    except FileNotFoundError:
        return None, "needs valgrind"
    counted = re.search(r"Collected : (\d+)", process.stderr)
    if process.returncode != 0 or not counted:
        return None, f"under valgrind: ended with {process.returncode}"
    return int(counted[1]), ""

#!/usr/bin/python3
"""On one real NVIDIA GPU: what `co2est measure` reads of it against nvidia-smi beside it.

    nvidia_gpu.py CO2EST [--seconds 120] [--gpu 0]

Loads the GPU, measures that load at 10 Hz with --trace, samples nvidia-smi at 10 Hz meanwhile, and
compares over the load's inner part, where a mean over the second before means the same as a power
of the moment: the energy counter, the integral of the power of the moment (both of the trace), the
integral of the power averaged over a second, and that of nvidia-smi's power.draw.

Exit status: 0 they agree within 5 %, 1 they do not, or something failed; 77 there is no such GPU.
"""
import argparse
import csv
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading

AGREE = 0.05
PERIOD = 0.1  # s
LEAD, TAIL = 5.0, 2.0  # s of the load left out: clocks rise, and means lag by a second
FIELDS = ["power.draw", "power.draw.average", "power.draw.instant"]
SKIPPED = 77


class NoGpu(Exception):
    """Why there is nothing to measure."""


# ---- Arithmetic: points are (s, value) by time -------------------------------------------------------

def value_at(points, at):
    """On the straight line between the points around `at`."""
    for (a, low), (b, high) in zip(points, points[1:]):
        if a <= at <= b:
            return low + (high - low) * ((at - a) / (b - a) if b > a else 0)
    raise ValueError(f"nothing was read around {at:.1f} s: {points[0][0]:.1f} to {points[-1][0]:.1f} s"
                     if points else "nothing was read")


def integral(points, begin, end):
    """J: the trapezoids under W from `begin` to `end`."""
    inner = [(at, watts) for at, watts in points if begin < at < end]
    line = [(begin, value_at(points, begin)), *inner, (end, value_at(points, end))]
    return sum((a_w + b_w) / 2 * (b - a) for (a, a_w), (b, b_w) in zip(line, line[1:]))


def difference(points, begin, end):
    """J that a counter gave from `begin` to `end`."""
    steps = [b - a for (_, a), (_, b) in zip(points, points[1:])]
    if any(step < 0 for step in steps):
        raise ValueError("the counter began anew")
    return value_at(points, end) - value_at(points, begin)


def disagreement(figures):
    """How far the largest is above the smallest, 0 where they are equal."""
    return max(figures.values()) / min(figures.values()) - 1


# ---- What the two tools wrote ------------------------------------------------------------------------

def number(cell):
    """A figure, None for [N/A], [Not Supported] and blanks."""
    try:
        return float(cell)
    except ValueError:
        return None


def read_trace(lines, uuid):
    """Counter and power of a GPU in the CSV of --trace, by UTC in s."""
    counter, power = [], []
    for row in csv.DictReader(lines):
        if row["id"] != uuid:
            continue
        at = int(row["utc_ms"]) / 1000
        for points, cell in ((counter, row["energy_j"]), (power, row["power_w"])):
            if number(cell) is not None:
                points.append((at, number(cell)))
    return counter, power


def read_smi(lines):
    """Each field's points by UTC in s, of lines such as "2026/11/24 01:38:00.123, 301.5, 300.0, [N/A]"."""
    fields = {name: [] for name in FIELDS}
    for line in lines:
        stamp, *cells = [cell.strip() for cell in line.split(",")]
        try:
            at = datetime.datetime.strptime(stamp, "%Y/%m/%d %H:%M:%S.%f").timestamp()
        except ValueError:  # a message, or a line that was cut
            continue
        for name, cell in zip(FIELDS, cells):
            if number(cell) is not None:
                fields[name].append((at, number(cell)))
    return fields


def figures_of(counter, power, smi, begin, end):
    """J by each way that this GPU and driver have."""
    figures = {}
    if counter:
        figures["energy counter"] = difference(counter, begin, end)
    if power:
        figures["power of the moment, integrated"] = integral(power, begin, end)
    if smi["power.draw.average"]:
        figures["power averaged over a second, integrated"] = integral(smi["power.draw.average"], begin, end)
    if smi["power.draw"]:
        figures["nvidia-smi power.draw, integrated"] = integral(smi["power.draw"], begin, end)
    return figures


# ---- The load ----------------------------------------------------------------------------------------

def run_load(seconds, ready):
    """Keeps the GPU busy; `ready` is a file that says since when (UTC in s) and until when."""
    from nvidia_load import open_load
    step = open_load()
    step()  # what is compiled and allocated is no load yet
    begin = datetime.datetime.now().timestamp()
    now = begin
    while now - begin < seconds:
        step()
        now = datetime.datetime.now().timestamp()
    with open(ready, "w", encoding="utf-8") as file:
        json.dump([begin, now], file)


# ---- The measurement ---------------------------------------------------------------------------------

def smi_words(uuid, fields):
    return ["nvidia-smi", "-i", uuid, "--query-gpu=" + ",".join(["timestamp", *fields]),
            "--format=csv,noheader,nounits"]


def find_gpu(index):
    """UUID and name of the GPU."""
    if shutil.which("nvidia-smi") is None:
        raise NoGpu("nvidia-smi is not installed")
    said = subprocess.run(["nvidia-smi", "-i", index, "--query-gpu=uuid,name", "--format=csv,noheader"],
                          capture_output=True, text=True, check=False)
    uuid, _, name = said.stdout.strip().partition(", ")
    if said.returncode != 0 or not uuid.startswith("GPU-"):
        raise NoGpu((said.stdout + said.stderr).strip() or "nvidia-smi names none")
    return uuid, name


def known_fields(uuid):
    """Older drivers have power.draw alone."""
    whole = subprocess.run(smi_words(uuid, FIELDS), capture_output=True, check=False).returncode == 0
    return FIELDS if whole else FIELDS[:1]


def measure(binary, folder, uuid, words, options):
    """Runs the load under `measure` and nvidia-smi beside it; nvidia-smi's lines."""
    sampled = []
    sampling = smi_words(uuid, known_fields(uuid)) + ["-lms", str(int(PERIOD * 1000))]
    with subprocess.Popen(sampling, stdout=subprocess.PIPE, text=True) as smi:
        reader = threading.Thread(target=lambda: sampled.extend(smi.stdout))
        reader.start()
        try:
            subprocess.run([binary, "measure", "--gpus", uuid, "--period", f"{PERIOD}s", "--trace", "trace.csv",
                            "--keep-journal", "-o", "run.json", *options, "--", *words],
                           cwd=folder, check=True, env={**os.environ, "CUDA_VISIBLE_DEVICES": uuid})
        finally:
            smi.terminate()
            reader.join()
    return sampled


def cost_of(folder):
    """CPU seconds of the sampler, and how often it read the GPU."""
    with open(os.path.join(folder, "run.json.journal"), encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    cpu_s = sum(line["cpu_s"] for line in lines if "end" in line)
    last = [line for line in lines if "sums" in line][-1]
    return cpu_s, max(row[4] for row in last["sums"])


def report(name, figures, begin, end, cost):
    print(f"{name}, {end - begin:.1f} s of load")
    reference = next(iter(figures.values()))
    for what, joules in figures.items():
        print(f"  {what:42} {joules:12.1f} J  {joules / (end - begin):8.2f} W  {joules / reference:.4f}")
    print(f"  sampler: {cost[0]:.3f} CPU s for {cost[1]} samples at {1 / PERIOD:.0f} Hz: "
          f"{1000 * cost[0] / max(cost[1], 1):.3f} ms each")
    if len(figures) < 2:
        print("FAILED: there is nothing to compare")
        return 1
    apart = disagreement(figures)
    print(f"  {100 * apart:.2f} % apart, at most {100 * AGREE:.0f} % are allowed")
    return 0 if apart <= AGREE else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", nargs="?")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--gpu", default="0")
    parser.add_argument("--nvml", help="another library than the driver's, for tests")
    parser.add_argument("--idle", action="store_true", help="wait in place of a load, for tests")
    parser.add_argument("--load", help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.load:
        run_load(said.seconds, said.load)
        return 0
    try:
        uuid, name = find_gpu(said.gpu)
    except NoGpu as reason:
        print(f"skipped: no NVIDIA GPU: {reason}")
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix="co2est-gpu-") as folder:
        when = os.path.join(folder, "when.json")
        whole = said.seconds + LEAD + TAIL
        words = [sys.executable, os.path.abspath(__file__), "--seconds", str(whole), "--load", when]
        if said.idle:
            words = [sys.executable, "-c", "import json, sys, time; a = time.time(); time.sleep(float(sys.argv[1]));"
                     "json.dump([a, time.time()], open(sys.argv[2], 'w'))", str(whole), when]
        sampled = measure(os.path.abspath(said.binary), folder, uuid, words,
                          ["--nvml", said.nvml] if said.nvml else [])
        with open(when, encoding="utf-8") as file:
            begin, end = json.load(file)
        begin, end = begin + LEAD, end - TAIL
        with open(os.path.join(folder, "trace.csv"), encoding="utf-8") as file:
            counter, power = read_trace(file, uuid)
        return report(name, figures_of(counter, power, read_smi(sampled), begin, end), begin, end, cost_of(folder))


if __name__ == "__main__":
    sys.exit(main())

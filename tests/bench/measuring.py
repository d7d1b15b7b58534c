"""Knows what `co2est measure` costs: wall time, CPU, memory, and what it takes from the command."""
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from figures import MB, Row, at_most, text
from timing import Side, measure

PERIODS = {1: "1s", 10: "0.1s"}  # by readings a second
WAKES = r"""
#define _GNU_SOURCE
#include <poll.h>
#include <stdlib.h>
#include <time.h>
int main(int count, char **words) {
  const long wakes = atol(words[count - 2]), hertz = atol(words[count - 1]);
  const struct timespec step = {hertz > 1 ? 0 : 1, hertz > 1 ? 1000000000L / hertz : 0};
  for (long i = 0; i < wakes; ++i) ppoll(0, 0, &step, 0);
  return 0;
}
"""


def tree(bench):
    """A folder with two sockets and their memory, as RAPL shows them; the counters stand."""
    root = bench.folder("sysroot")
    for zone, name in (("intel-rapl:0", "package-0"), ("intel-rapl:0:0", "dram"), ("intel-rapl:1", "package-1"),
                       ("intel-rapl:1:0", "dram")):
        folder = root / "sys/class/powercap" / zone
        folder.mkdir(parents=True, exist_ok=True)
        for file, value in (("name", name), ("energy_uj", 1000), ("max_energy_range_uj", 262143328850)):
            (folder / file).write_text(f"{value}\n")
    (root / "proc/self").mkdir(parents=True, exist_ok=True)
    for file in ("stat", "cpuinfo", "meminfo", "self/cgroup"):
        (root / "proc" / file).write_text(Path("/proc", file).read_text())
    return root


def log(bench):
    """A power log of eight GPUs, in place of sensors."""
    file = bench.folder("replay") / "log.csv"
    rows = [f"{at},GPU-{gpu},gpu,{at * 300},300" for gpu in range(8) for at in (0, 100000)]
    file.write_text("at_s,id,scope,energy_j,power_w\n" + "\n".join(rows) + "\n")
    return file


def sensors(bench):
    """What may be read, by name. No figure is of a GPU's library."""
    return {"no sensor": ["--nvml", "none.so"],
            "4 of RAPL": ["--nvml", "none.so", "--sysroot", str(tree(bench))],
            "8 replayed": ["--replay", str(log(bench))]}


def measured(bench, options, command, name="run"):
    """A command under `measure`, and its run file."""
    output = bench.folder("measured") / f"{name}.json"
    return [bench.binary, "measure", *options, "--output", str(output), "--", *command], output


# ---- a command that takes no time ---------------------------------------------------------------------

def measure_true(bench):
    true = shutil.which("true")
    rows = []
    for name, options in sensors(bench).items() if bench.binary else ():
        command, _ = measured(bench, options, [true])
        result = measure(Side(command), Side([true]), bench.small_pairs)
        row = at_most(f"measure true, {name}, added (5 ms)", result.added, "ms", 5e-3,
                      "; ".join(result.wrong), 1e-3, text(result.peer))
        rows.append(row)
    perf = shutil.which("perf")
    floor = measure(Side([perf, "stat", "--", true]), Side([true]), bench.small_pairs // 4) if perf else None
    if floor and floor.added and not floor.wrong:
        rows.append(Row("  perf stat -- true, added", text(floor.added), text(floor.peer)))
    return rows


# ---- CPU of sampling ----------------------------------------------------------------------------------

def cpu_seconds(commands):
    """CPU s of each command and of all that it waited for; they run beside each other."""
    children = {subprocess.Popen(command, stderr=subprocess.DEVNULL).pid: name
                for name, command in commands.items()}
    used, wrong = {}, []
    while children:
        pid, state, usage = os.wait4(-1, 0)
        name = children.pop(pid, None)
        if name is None:
            continue
        used[name] = usage.ru_utime + usage.ru_stime
        if os.waitstatus_to_exitcode(state) != 0:
            wrong.append(f"{name} ended with {os.waitstatus_to_exitcode(state)}")
    return used, "; ".join(wrong)


def empty_wakes(bench):
    """A program that wakes and does nothing; None without a compiler."""
    compiler = shutil.which("cc")
    if not compiler:
        return None
    program = bench.folder("wakes") / "wakes"
    subprocess.run([compiler, "-O2", "-x", "c", "-", "-o", str(program)], input=WAKES, text=True, check=True)
    return str(program)


def measure_sampling(bench):
    """What is used beyond start and end, over some time of `sleep`, all at once."""
    if not bench.binary or not bench.measure:
        return []
    wakes, seconds = empty_wakes(bench), bench.sample_seconds
    long, short, outputs = {}, {}, {}
    for hertz, period in PERIODS.items():
        for name, options in sensors(bench).items():
            key = f"{name}, {hertz} Hz"
            sleep = [shutil.which("sleep")]
            long[key], outputs[key] = measured(bench, [*options, "--period", period], [*sleep, str(seconds)], key)
            short[key], _ = measured(bench, [*options, "--period", period], [*sleep, "0"], "start")
        if wakes:
            long[f"{hertz}"] = [wakes, str(seconds * hertz), str(hertz)]
            short[f"{hertz}"] = [wakes, "0", str(hertz)]
    started = {key: statistics.median(cpu_seconds({key: command})[0][key] for _ in range(5))
               for key, command in short.items()}
    used, wrong = cpu_seconds(long)
    rows = []
    for key in outputs:
        hertz = 10 if key.endswith(" 10 Hz") else 1
        share = (used[key] - started[key]) / seconds
        said = json.loads(outputs[key].read_text())["record"]["overhead"]["core_share"] if not wrong else math.nan
        limit = {1: 0.0005, 10: 0.004}[hertz]
        peer = f"{(used[f'{hertz}'] - started[f'{hertz}']) / seconds * 100:.3f} %" if wakes else "-"
        rows.append(at_most(f"measure, {key} ({limit * 100:g} % of a core)", share, "%", limit, wrong, 0.01,
                            peer))
        rows.append(Row("  with start and end, as the record says", f"{said * 100:.3f} %", ""))
    return rows


# ---- memory -------------------------------------------------------------------------------------------

def kept_bytes(pid):
    """(proportional, resident) bytes of a process."""
    fields = {line.split(":")[0]: line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()}
    return [int(fields[key][1]) * 1024 for key in ("Pss", "Rss")]


def sampler_of(pid):
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        if Path(f"/proc/{child}/comm").read_text().strip() == "co2est-sampler":
            return child
    return None


def measure_memory(bench):
    if not bench.binary:
        return []
    rows = []
    for name, options in sensors(bench).items():
        command, _ = measured(bench, [*options, "--period", "0.1s"], [shutil.which("sleep"), "3"])
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            time.sleep(2)
            sampler = sampler_of(process.pid)
            parts = [kept_bytes(pid) for pid in (process.pid, sampler)] if sampler else []
        wrong = "" if sampler else "no sampler was found"
        for what, sizes in zip(("proportional", "resident"), zip(*parts)):
            rows.append(at_most(f"measure, {name}, {what} (10 MB)", sum(sizes), "MB", 10 * MB, wrong, MB))
        if wrong:
            rows.append(Row(f"measure, {name}, memory", "-", "-", wrong=(wrong,)))
    return rows


# ---- what the command loses ---------------------------------------------------------------------------

BUSY = "import sys; sum(i * i for i in range(int(sys.argv[1])))"
STUDENT_95 = {2: 12.706, 3: 4.303, 4: 3.182, 5: 2.776, 6: 2.571, 7: 2.447, 8: 2.365, 9: 2.306, 10: 2.262}


def rounds_for(seconds):
    """So many rounds take about so long here."""
    trial = 2_000_000
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", BUSY, str(trial)], check=True)
    return max(trial, int(trial * seconds / (time.perf_counter() - begin)))


def measure_slowdown(bench):
    """Pairs of a CPU-bound command with and without: slowed is what the 95 % interval shows."""
    if not bench.binary or not bench.measure:
        return []
    busy = [sys.executable, "-c", BUSY, str(rounds_for(bench.busy_seconds))]
    command, _ = measured(bench, ["--nvml", "none.so", "--period", "0.1s"], busy)
    pairs = min(max(bench.pairs, 3), max(STUDENT_95))
    result = measure(Side(command), Side(busy), pairs)
    logs = [math.log(ratio) for ratio in result.ratios]
    mean = statistics.mean(logs)
    half = STUDENT_95[len(logs)] * statistics.stdev(logs) / math.sqrt(len(logs))
    low, high = math.exp(mean - half), math.exp(mean + half)
    just, widest = 1.001, 0.03  # a thousandth cannot be measured; a wide interval shows nothing at all
    wrong = [*result.wrong, *(["the machine is too busy: the interval is wide"] if high - low > widest else [])]
    return [Row(f"busy command, {pairs} pairs, slowed at least", text(result.ours), text(result.peer), low,
                "at most", just, tuple(wrong)),
            Row("  slowed by, 95 % interval", f"{(low - 1) * 100:+.2f} %", f"{(high - 1) * 100:+.2f} %")]


ALL = [measure_true, measure_memory, measure_sampling, measure_slowdown]

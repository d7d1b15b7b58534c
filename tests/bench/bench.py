#!/usr/bin/python3
"""Knows how to reproduce every promised figure of speed and size, and prints them as one table.

    bench.py --binary build/release/co2est            all figures, a million runs, some minutes
    bench.py --binary ... --rows 20000 --pairs 3      a quick look
    bench.py --binary ... --only cold                 one group
    bench.py --binary ... --only measure --measure    what `measure` costs, with the figures that take long
    bench.py --binary ... --totals-only               only whether totals and bytes are right

Ours and the peer run in turn (A B A B ...), after one unmeasured run of each; the ratio is the median
of the pairs' ratios. A figure counts only where every exit status and every total is right. Peers from
npm are installed into --cache once; a peer that is missing leaves its figure uncounted.

Exit status: 0 all figures hold; 1 one does not, or does not count; 2 usage.
"""
import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import figures
import measuring
from peers import Peers

HERE = Path(__file__).resolve().parent
RECORDED = HERE / "recorded.json"


class Bench:
    """What a figure needs: the binary, its peers, how often, and inputs that are made when asked for."""

    def __init__(self, options, work):
        self.binary = str(Path(options.binary).resolve()) if options.binary else None
        self.peers = Peers(options.cache, not options.no_install)
        self.rows = options.rows
        self.pairs = options.pairs
        self.small_pairs = options.small_pairs
        self.slow_pairs = min(3, options.pairs)
        self.measure = options.measure
        self.sample_seconds = options.sample_seconds
        self.busy_seconds = options.busy_seconds
        self.recorded = json.loads(RECORDED.read_text()) if RECORDED.exists() else {}
        self.measured = {}
        self._generator = Path(options.generator).resolve()
        self._work = work
        self._made = {}

    def folder(self, name):
        path = self._work / name
        path.mkdir(exist_ok=True)
        return path

    def input(self, what, name, rows=1, own=False):
        """(path, expected totals) of an input, made on first use; `own`: not by a foreign generator."""
        if name not in self._made:
            path = self._work / name
            generator = HERE / "gen.py" if own else self._generator
            command = [sys.executable, str(generator), what, str(path), "--rows", str(rows)]
            said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            pairs = re.findall(r"(\w+)=(\S+)", said)
            self._made[name] = path, {key: float(value) for key, value in pairs}
        return self._made[name]


def verdict(row):
    if row.wrong:
        return "not counted: " + "; ".join(row.wrong)
    if row.limit is None:
        return ""
    if row.value is None:
        return "not counted: one side is missing"
    holds = row.value >= row.limit if row.sense == "at least" else row.value <= row.limit
    return "pass" if holds else "FAIL"


def ratio(value):
    return "" if value is None else f"{value:.3g}" if value < 100 else f"{value:.0f}"


def print_rows(rows):
    for row in rows:
        demand = "" if row.limit is None else f"{row.sense} {row.limit:g}"
        print(f"{row.figure:<42} {row.ours:>12} {row.peer:>12} {ratio(row.value):>8}  "
              f"{demand:<12} {verdict(row)}", flush=True)


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                  if line.startswith("model name")), platform.processor())
    return f"{len(os.sched_getaffinity(0))} cores of {model}, Linux {platform.release()}"


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", help="the co2est to measure; without it only the peers run")
    parser.add_argument("--rows", type=int, default=1_000_000, help="runs in the NDJSON input")
    parser.add_argument("--pairs", type=int, default=5, help="pairs of programs that take long")
    parser.add_argument("--small-pairs", type=int, default=400, help="pairs of ones that take 1 ms")
    parser.add_argument("--only", default="", help="groups whose name holds this regular expression")
    parser.add_argument("--measure", action="store_true",
                        help="also what `measure` takes from a core and a command, some 6 minutes")
    parser.add_argument("--sample-seconds", type=int, default=30, help="how long sampling is watched")
    parser.add_argument("--busy-seconds", type=float, default=30, help="how long the busy command takes")
    parser.add_argument("--generator", default=HERE / "gen.py", help="another, with the same command line")
    parser.add_argument("--work", help="keep inputs here (default: a temporary folder)")
    parser.add_argument("--cache", default=Path.home() / ".cache/co2est-bench", help="where npm peers are")
    parser.add_argument("--no-install", action="store_true", help="install no peer")
    parser.add_argument("--totals-only", action="store_true", help="do not judge time and size")
    parser.add_argument("--record", action="store_true", help="write recorded.json anew")
    options = parser.parse_args()
    for file in filter(None, (options.binary, options.generator)):
        if not Path(file).exists():
            parser.error(f"{file} does not exist")
    return options


def measure_all(options, work):
    bench = Bench(options, work)
    print(f"{machine()}\n{bench.peers.versions()}\n")
    print(f"{'figure':<42} {'ours':>12} {'peer':>12} {'ratio':>8}  required")
    failed = False
    for group in [*figures.ALL, *measuring.ALL]:
        if not re.search(options.only, group.__name__):
            continue
        rows = group(bench)
        print_rows(rows)
        for row in rows:
            bad = row.wrong if options.totals_only else verdict(row) not in ("", "pass")
            failed = failed or bool(bad)
    if options.record:
        RECORDED.write_text(json.dumps(bench.measured, indent=2) + "\n")
    return 1 if failed else 0


def main():
    options = parse_options()
    if options.work:
        work = Path(options.work)
        work.mkdir(parents=True, exist_ok=True)
        return measure_all(options, work)
    with tempfile.TemporaryDirectory(prefix="co2est-bench-") as folder:
        return measure_all(options, Path(folder))


if __name__ == "__main__":
    sys.exit(main())

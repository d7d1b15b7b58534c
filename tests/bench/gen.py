#!/usr/bin/python3
"""Knows how to write benchmark inputs, and what a right reader must make of them.

    gen.py run      OUT.json   [--bytes 2048]   one run, padded with tags
    gen.py ndjson   OUT.ndjson --rows N         one run a line, about 480 bytes
    gen.py dir      OUTDIR     --rows N         N files of one run
    gen.py manifest OUT.yml    --rows N         the same arithmetic for Impact Framework, N observations
    gen.py cold     OUT.json                    one run with a grid and a GPU by name, power left to the TDP

Same seed and size, same bytes. The last line on stdout holds the expected totals, summed with
math.fsum from the numbers as they stand in the file; `ndjson` writes it to OUT.expect as well.
"""
import argparse
import json
import math
import random
import sys
from pathlib import Path

GRIDS = {"AUT": 110.2, "BRA": 103.1, "CAN": 174.5, "DEU": 334.8, "ESP": 146.3, "FRA": 44.1,
         "IND": 708.4, "JPN": 482.9, "POL": 592.0, "USA": 383.6}
BOARDS = {"NVIDIA H100 80GB HBM3": 700, "NVIDIA A100-SXM4-80GB": 400, "NVIDIA L40S": 350,
          "Tesla V100-SXM2-32GB": 300, "AMD Instinct MI250X": 500, "NVIDIA GeForce RTX 4090": 450}
SECONDS_A_DAY = 86400


def instant(rng):
    """A moment of 2024, as text: no calendar is needed for days 1 to 28."""
    second = rng.randrange(SECONDS_A_DAY)
    return "2024-%02d-%02dT%02d:%02d:%02dZ" % (rng.randint(1, 12), rng.randint(1, 28),
                                             second // 3600, second // 60 % 60, second % 60)


def one_run(rng, number):
    """A run in which every factor is a number, so that the right answer needs no catalogue."""
    board, tdp_w = rng.choice(list(BOARDS.items()))
    place, g_per_kwh = rng.choice(list(GRIDS.items()))
    return {
        "co2est": 1,
        "name": f"run-{number:08d}",
        "start": instant(rng),
        "duration_h": round(rng.uniform(0.05, 400), 4),
        "hosts": 1,
        "devices": [
            {"kind": "gpu", "model": board, "count": 2 ** rng.randint(0, 6),
             "power_w": round(tdp_w * rng.uniform(0.3, 0.98), 1), "basis": "measured"},
            {"kind": "cpu", "count": rng.randint(1, 8),
             "power_w": round(rng.uniform(120, 480), 1), "basis": "measured"},
        ],
        "pue": round(rng.uniform(1.04, 1.7), 2),
        "grid": {"intensity_g_per_kwh": round(g_per_kwh * rng.uniform(0.9, 1.1), 1),
                 "source": f"bench-{place}", "accounting": "lifecycle"},
        "tags": {"user": f"u{rng.randrange(3000):04d}", "cluster": f"c{rng.randrange(6)}",
                 "project": f"proj-{rng.randrange(40):02d}", "commit": f"{rng.getrandbits(160):040x}",
                 "host": f"node-{rng.randrange(9999):04d}.hpc.example"},
    }


def it_kwh(run):
    return sum(d["count"] * d["power_w"] for d in run["devices"]) * run["duration_h"] / 1000


def co2e_kg(run):
    return it_kwh(run) * run["pue"] * run["grid"]["intensity_g_per_kwh"] / 1000


def totals(energies, masses):
    return "rows=%d it_kwh=%.12g kgco2=%.12g" % (len(masses), math.fsum(energies), math.fsum(masses))


def write_run(options, rng):
    run = one_run(rng, 1)
    while len(json.dumps(run, indent=2)) < options.bytes:
        run["tags"][f"note_{len(run['tags']):02d}"] = f"lr={rng.random():.5f} seed={rng.randrange(999)}"
    Path(options.out).write_text(json.dumps(run, indent=2) + "\n")
    return totals([it_kwh(run)], [co2e_kg(run)])


def write_ndjson(options, rng):
    encode = json.JSONEncoder(separators=(",", ":")).encode
    energies, masses = [], []
    with open(options.out, "w", buffering=1 << 20) as out:
        for number in range(options.rows):
            run = one_run(rng, number)
            out.write(encode(run) + "\n")
            energies.append(it_kwh(run))
            masses.append(co2e_kg(run))
    line = totals(energies, masses)
    Path(options.out + ".expect").write_text(line + "\n")
    return line


def write_dir(options, rng):
    folder = Path(options.out)
    folder.mkdir(parents=True, exist_ok=True)
    runs = [one_run(rng, number) for number in range(options.rows)]
    for run in runs:
        (folder / f"{run['name']}.json").write_text(json.dumps(run, indent=2) + "\n")
    return totals([it_kwh(run) for run in runs], [co2e_kg(run) for run in runs])


MANIFEST = """name: bench
description: power x hours x PUE x intensity
tags:
initialize:
  plugins:
    energy:
      method: Multiply
      path: builtin
      config:
        input-parameters: [power, duration-hours, pue]
        output-parameter: wh
    mass:
      method: Multiply
      path: builtin
      config:
        input-parameters: [wh, intensity-per-wh]
        output-parameter: carbon
      parameter-metadata:
        outputs:
          carbon:
            unit: gCO2e
            description: of the observation
            aggregation-method:
              time: sum
              component: sum
aggregation:
  metrics: [carbon]
  type: horizontal
tree:
  children:
    training:
      pipeline:
        compute: [energy, mass]
      inputs:
"""

OBSERVATION = """        - timestamp: '2024-%02d-%02dT%02d:00:00.000Z'
          duration: 3600
          duration-hours: 1
          power: %s
          pue: %s
          intensity-per-wh: %s
"""


def write_manifest(options, rng):
    grams = []
    with open(options.out, "w") as out:
        out.write(MANIFEST)
        for hour in range(options.rows):
            watts, pue = round(rng.uniform(300, 12000), 1), round(rng.uniform(1.04, 1.7), 2)
            intensity = round(rng.uniform(0.03, 0.75), 4)
            day = hour // 24
            out.write(OBSERVATION % (1 + day // 28, 1 + day % 28, hour % 24, watts, pue, intensity))
            grams.append(watts * pue * intensity)
    return "rows=%d gco2=%.12g" % (options.rows, math.fsum(grams))


COLD = {"co2est": 1, "name": "cold", "duration": "10 h", "pue": 1.2, "grid": "US",
        "devices": [{"kind": "gpu", "model": "NVIDIA A100-SXM4-80GB", "count": 8}]}
COLD_IT_KWH = 8 * 0.7 * 400 * 10 / 1000  # a model alone stands for 0.7 x its TDP, here 400 W


def write_cold(options, _rng):
    Path(options.out).write_text(json.dumps(COLD, indent=2) + "\n")
    return "rows=1 it_kwh=%.12g" % COLD_IT_KWH


def main():
    writers = {"run": write_run, "ndjson": write_ndjson, "dir": write_dir,
               "manifest": write_manifest, "cold": write_cold}
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=writers)
    parser.add_argument("out")
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--bytes", type=int, default=2048)
    parser.add_argument("--seed", type=int, default=1906)
    options = parser.parse_args()
    print(writers[options.what](options, random.Random(options.seed)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

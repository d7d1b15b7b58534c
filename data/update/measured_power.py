#!/usr/bin/env python3
"""Makes measured_power.csv: what accelerators draw in training, as a share of their TDP.

Reads from RAW_DIR:
  summary_power_{a40,p100,rtx6000,v100}.csv   ml-energy/zeus, examples/research_reproducibility/
                                              zeus_nsdi23/trace: mean power of training jobs
  mfu_aggregated_per_config_{4070,A100,GPU06,L4,L40,MI210}.csv
                                              dos-group/gpu_power_benchmark: mean power of
                                              fine-tuning by configuration; "baseline" is idle
  idle_observations.csv                       nvml_name, state, watts_observed: readings of
                                              nvidia-smi pasted in public repositories
Percentiles are over jobs or configurations, each counted once, and never over time. Of Zeus the
jobs at the highest power limit count, without the recommender (ncf), which draws 0.14 to 0.29.
The rows of HAND are single figures of papers and documentation. It also sets what rests on these
measurements in accelerators.csv: train_fraction, and idle_w where the readings are its source.
"""
import statistics
from decimal import ROUND_HALF_UP, Decimal

from tables import arguments, finish, number, read, read_raw

PERCENTILES = (0.05, 0.5, 0.95)

# File of the traces -> (ids, note)
ZEUS = {"a40": (("a40",), ""),
        "p100": (("p100-pcie-16gb",), "Limit of 250 W in the traces: the PCIe part"),
        "rtx6000": (("quadro-rtx-6000",), ""),
        "v100": (("v100-pcie-16gb", "v100-pcie-32gb"),
                 "Limit of 250 W in the traces: the PCIe part; they do not say which memory size")}
DOS = {"4070": ("rtx-4070-ti", ""),
       "A100": ("a100-sxm4-80gb", "The data say A100 only: inferred from 63 GB in use and 328 W"),
       "GPU06": ("quadro-rtx-5000", ""), "L4": ("l4", ""), "L40": ("l40", ""),
       "MI210": ("mi210", "")}
POOLS = ("nvidia", "amd")  # all GPUs of one source and vendor together

COLUMNS = ("accelerator_id", "source_id", "workload", "n", "low_fraction", "mid_fraction",
           "high_fraction", "spread", "scope", "quality", "note")
SYSTEM = "Of the TDP of the accelerator; the power holds memory, network and a share of the host"
HAND = (
    ("h100-sxm5-80gb", "latif-2025", "ResNet and Llama 2 13B on 8 GPUs", "", "", "", 8400 / 10200,
     "max", "node", "measured", "8.4 kW of a node rated 10.2 kW"),
    ("h100-sxm5-80gb", "newkirk-2025", "intensive training on 8 GPUs", "", "", 0.76, "", "mean",
     "node", "measured", "Of the rating of the node"),
    ("p100-sxm2-16gb", "patterson-2021;co2est-recall", "neural architecture search", "", "",
     296 / 300, "", "mean", "system", "unverified", SYSTEM),
    ("tpu-v2", "patterson-2021;mlco2-impact", "training", "", "", 221 / 280, "", "mean", "system",
     "secondary", SYSTEM),
    ("tpu-v3", "google-cloud-tpu-docs", "not stated", "", 123 / 450, 220 / 450, 262 / 450,
     "min/mean/max", "chip", "measured", "As the maker documents it; 450 W is from another source"),
    ("tpu-v3", "llmcarbon;patterson-2021", "GShard-600B", "", "", 288 / 450, "", "mean", "system",
     "secondary", SYSTEM),
    ("tpu-v3", "llmcarbon;patterson-2021", "Switch Transformer", "", "", 245 / 450, "", "mean",
     "system", "secondary", SYSTEM),
    ("tpu-v3", "llmcarbon;patterson-2021", "T5", "", "", 310 / 450, "", "mean", "system",
     "secondary", SYSTEM),
    ("tpu-v3", "patterson-2021;mlco2-impact", "training", "", "", 283 / 450, "", "mean", "system",
     "secondary", SYSTEM),
    ("tpu-v4", "google-cloud-tpu-docs", "not stated", "", 90 / 192, 170 / 192, 1,
     "min/mean/max", "chip", "measured", "The TDP of the table is this maximum"),
    ("v100-sxm2-32gb", "llmcarbon;patterson-2021", "GPT-3", "", "", 330 / 300, "", "mean",
     "system", "secondary", SYSTEM),
)


def percentile(values, share):
    """Linear between the two nearest of the sorted values."""
    values = sorted(values)
    at = (len(values) - 1) * share
    low = int(at)
    return values[low] + (values[min(low + 1, len(values) - 1)] - values[low]) * (at - low)


def measured(accelerator, source, workload, shares, note=""):
    spread = [number(round(percentile(shares, p), 3)) for p in PERCENTILES]
    return dict(zip(COLUMNS, (accelerator, source, workload, str(len(shares)), *spread, "5/50/95",
                              "gpu", "measured", note)))


def zeus_rows(raw_dir, tdp):
    rows, pool = [], []
    for name, (ids, note) in ZEUS.items():
        jobs = read_raw(raw_dir / f"summary_power_{name}.csv")
        limit = max(float(job["power_limit"]) for job in jobs)
        if any(limit != tdp[part] for part in ids):
            raise SystemExit(f"{name}: the highest limit of {limit} W is not the TDP of {ids}")
        shares = [float(job["average_power"]) / limit for job in jobs
                  if float(job["power_limit"]) == limit and job["network"] != "ncf"]
        pool += shares
        rows += [measured(part, "zeus-nsdi23", "training jobs", shares, note) for part in ids]
    return rows + [measured("nvidia", "zeus-nsdi23", "training jobs", pool, "A40; P100; Quadro RTX "
                            "6000; V100 PCIe. The basis of tdp.fraction and band.tdp")]


def dos_rows(raw_dir, tdp):
    rows, pool = [], {vendor: [] for vendor in POOLS}
    for name, (part, note) in DOS.items():
        runs = [run for run in read_raw(raw_dir / f"mfu_aggregated_per_config_{name}.csv")
                if run["model_name"] != "baseline"]
        shares = [float(run["power_draw_watts_mean"]) / tdp[part] for run in runs]
        busy = [share for run, share in zip(runs, shares)
                if float(run["gpu_utilization_mean"]) > 90]
        pool["amd" if part == "mi210" else "nvidia"] += shares
        rows.append(measured(part, "dos-gpu-power", "fine-tuning of language models", shares,
                             note))
        if part != "mi210":  # AMD's utilisation is a busy flag
            rows.append(measured(part, "dos-gpu-power",
                                 "fine-tuning of language models at over 90 % utilisation", busy,
                                 note))
    parts = {"nvidia": "A100; L4; L40; Quadro RTX 5000; RTX 4070 Ti. The basis of band.tdp",
             "amd": "MI210. The basis of band.tdp.amd"}
    return rows + [measured(vendor, "dos-gpu-power", "fine-tuning of language models", shares,
                            parts[vendor]) for vendor, shares in pool.items()]


def hand_rows():
    shown = lambda cell: number(round(cell, 3)) if isinstance(cell, (int, float)) else cell
    return [dict(zip(COLUMNS, (shown(cell) for cell in row))) for row in HAND]


def train_fractions(rows):
    """By accelerator: the middle of the largest sample, else of its only figure, of the device or
    the node that holds it; a system's power holds more than what its TDP is of."""
    fractions = {}
    for part in {row["accelerator_id"] for row in rows} - set(POOLS):
        own = [row for row in rows if row["accelerator_id"] == part and row["mid_fraction"]
               and row["scope"] != "system"]
        if own:
            best = max(own, key=lambda row: int(row["n"] or 0))
            fractions[part] = str(Decimal(best["mid_fraction"]).quantize(Decimal("0.01"),
                                                                         ROUND_HALF_UP))
    return fractions


def idle_watts(raw_dir):
    """The middle of the readings without a job and without memory in use, by driver name."""
    return {row["nvml_name"]: statistics.median(map(float, row["watts_observed"].split(";")))
            for row in read_raw(raw_dir / "idle_observations.csv")
            if row["state"] == "idle no memory"}


def with_measurements(row, fractions, idle):
    row = dict(row)
    row["train_fraction"] = number(fractions.get(row["id"], ""))
    readings = {idle[alias] for alias in row["aliases"].split(";") if alias in idle}
    if "idle_w=nvidia-smi-logs" in row["detail"] and readings:
        row["idle_w"] = number(min(readings))
    return row


def main():
    args = arguments(__doc__.splitlines()[0])
    accelerators = read("accelerators")
    tdp = {row["id"]: float(row["tdp_w"]) for row in accelerators if row["tdp_w"]}
    rows = zeus_rows(args.raw_dir, tdp) + dos_rows(args.raw_dir, tdp) + hand_rows()
    fractions, idle = train_fractions(rows), idle_watts(args.raw_dir)
    finish(args, {"measured_power": rows,
                  "accelerators": [with_measurements(row, fractions, idle)
                                   for row in accelerators]})


if __name__ == "__main__":
    main()

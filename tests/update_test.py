#!/usr/bin/env python3
"""Runs the update scripts on the downloaded files that they read, and expects the shipped tables.

The files lie in folders of CO2EST_RAW, or of ../shared/sources beside the checkout; a script of
which a folder is not there is left out, and without any folder the test is skipped.
usage: update_test.py"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = {"accelerators.py": ("gpu-name-strings",), "canada.py": ("codecarbon",),
           "cpus.py": ("carbontracker-hardware", "codecarbon-hardware", "eco2ai-hardware"),
           "google_regions.py": ("gcp-region-carbon-info",),
           "prices.py": ("electricity-prices",),
           "measured_power.py": ("dos-gpu-power-benchmark", "nvidia-smi-idle-observations",
                                 "zeus-nsdi23-power-traces")}
RENAMED = {("carbontracker-hardware", "cpu_power.csv"): "carbontracker_cpu_power.csv"}
SKIPPED = 77


def main():
    raw = Path(os.environ.get("CO2EST_RAW", ROOT.parent / "shared" / "sources"))
    held = {script: [raw / name for name in names] for script, names in FOLDERS.items()
            if all((raw / name).is_dir() for name in names)}
    if not held:
        print(f"{raw}: no folder with downloaded files")
        return SKIPPED
    failed = 0
    for script, folders in held.items():
        with tempfile.TemporaryDirectory() as together:
            for file in (file for folder in folders for file in folder.iterdir()):
                if file.suffix != ".md":
                    name = RENAMED.get((file.parent.name, file.name), file.name)
                    (Path(together) / name).symlink_to(file)
            command = [sys.executable, "-B", str(ROOT / "data/update" / script), together, "--check"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            failed = 1
            print(f"{script}: status {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return failed


if __name__ == "__main__":
    sys.exit(main())

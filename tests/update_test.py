#!/usr/bin/env python3
"""Runs the update scripts on the downloaded files that they read, and expects the shipped tables.

The files lie in folders of CO2EST_RAW, or of ../shared/sources beside the checkout; a script whose
folder is not there is left out, and without any folder the test is skipped. usage: update_test.py"""
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = {"accelerators.py": "gpu-name-strings", "alternatives.py": ".", "canada.py": "codecarbon",
           "cpus.py": "codecarbon-hardware", "google_regions.py": "gcp-region-carbon-info"}
SKIPPED = 77


def main():
    raw = Path(os.environ.get("CO2EST_RAW", ROOT.parent / "shared" / "sources"))
    held = {script: raw / name for script, name in FOLDERS.items() if (raw / name).is_dir()}
    if not held:
        print(f"{raw}: no folder with downloaded files")
        return SKIPPED
    failed = 0
    for script, folder in held.items():
        command = [sys.executable, "-B", str(ROOT / "data/update" / script), str(folder), "--check"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            failed = 1
            print(f"{script}: status {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return failed


if __name__ == "__main__":
    sys.exit(main())

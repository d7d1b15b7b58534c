#!/usr/bin/env python3
"""Runs every update script over one folder of downloaded files.

Each script owns some rows of a table and leaves the others alone, so that the result
does not depend on the order, except that the mixes read generation_factors.csv.
"""
import subprocess
import sys
from pathlib import Path

from tables import arguments

SCRIPTS = ("ember.py", "egrid.py", "canada.py", "google_regions.py", "accelerators.py",
           "measured_power.py", "cpus.py", "prices.py", "alternatives.py")


def main():
    args = arguments(__doc__.splitlines()[0])
    mode = "--write" if args.write else "--check"
    here = Path(__file__).resolve().parent
    results = []
    for script in SCRIPTS:
        print(f"{script}:", flush=True)
        command = [sys.executable, "-B", str(here / script), str(args.raw_dir), mode]
        results.append(subprocess.run(command, check=False).returncode)
    sys.exit(max(results))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Runs the update scripts on the downloaded files that they read, and expects the shipped tables.
Before that it holds the keys of tables.py against those of keys.cpp and data/README.md.

The files lie in folders of CO2EST_RAW, or of ../shared/sources beside the checkout; a script of which
a folder is not there is left out, and without any folder the test is skipped. The spread of the world
is taken a second time here, in another way, and so is the mean of the US states. usage: update_test.py"""
import csv
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "data/update"))
import tables  # noqa: E402 (the folder is known only now)

FOLDERS = {"accelerators.py": ("gpu-name-strings",),
           "alternatives.py": ("codecarbon", "eco2ai", "iso-3166-country-codes", "owid-energy-data"),
           "canada.py": ("codecarbon",),
           "cpus.py": ("carbontracker-hardware", "codecarbon-hardware", "eco2ai-hardware"),
           "egrid.py": ("epa-egrid",), "ember.py": ("owid-energy-data", "iso-3166-country-codes"),
           "google_regions.py": ("gcp-region-carbon-info",), "prices.py": ("electricity-prices",),
           "measured_power.py": ("dos-gpu-power-benchmark", "nvidia-smi-idle-observations",
                                 "zeus-nsdi23-power-traces")}
RENAMED = {("carbontracker-hardware", "cpu_power.csv"): "carbontracker_cpu_power.csv"}
MIX = "owid-energy-data/generation-mix-2015-2025.csv"
SKIPPED = 77


def checked(script, folders):
    """What is wrong with a script's tables, given one folder with links to the files of all."""
    with tempfile.TemporaryDirectory() as raw:
        files = [file for folder in folders for file in folder.iterdir() if file.suffix != ".md"]
        for file in files:
            name = RENAMED.get((file.parent.name, file.name), file.name)
            (Path(raw) / name).symlink_to(file.resolve())
        command = [sys.executable, "-B", str(ROOT / "data/update" / script), raw, "--check"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return []
    return [f"{script}: status {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"]


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def bound(generation, share):
    """The least intensity so that countries up to it generate that share: by trying each."""
    total = sum(twh for _, twh in generation)
    return min(limit for limit, _ in generation
               if sum(twh for grams, twh in generation if grams <= limit) >= share * total)


def world_spread(mix, year):
    newest = {}
    for row in sorted(mix, key=lambda row: int(row["year"])):
        known = row["carbon_intensity_elec"] and float(row["electricity_generation"] or 0) > 0
        if known and len(row["iso_code"]) == 3 and year - 2 <= int(row["year"]) <= year:
            newest[row["iso_code"]] = (float(row["carbon_intensity_elec"]),
                                       float(row["electricity_generation"]))
    generation = list(newest.values())
    return round(bound(generation, 0.05), 2), round(bound(generation, 0.95), 2)


def wrong_spreads(mix):
    world = [row for row in rows_of(ROOT / "data/grid_intensity.csv")
             if row["grid_id"] == "WORLD" and row["low_g_per_kwh"]]
    wrong = [] if len(world) >= 10 else ["WORLD has a spread in fewer than ten years"]
    for row in world:
        held = float(row["low_g_per_kwh"]), float(row["high_g_per_kwh"])
        if held != (expected := world_spread(mix, int(row["year"]))):
            wrong.append(f"WORLD {row['year']}: the table has {held}, the mix gives {expected}")
    return wrong


def state_generation(path):
    """MWh by state, of the table of the states' mixes."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) > 3]
    return {f"US-{row[1]}": float(row[3]) for row in rows if re.fullmatch("[A-Z]{2}", row[1])}


def wrong_means(folder):
    """Editions in which the states together lie further from the US row than data/README.md says."""
    held = {(row["grid_id"], row["year"]): float(row["g_per_kwh"])
            for row in rows_of(ROOT / "data/grid_intensity.csv") if row["accounting"] == "lifecycle"}
    wrong = []
    for year in ("2016", "2021"):
        generated = state_generation(folder / f"egrid{year}_table_4.csv")
        total = sum(generated.values())
        mean = sum(held[state, year] * mwh for state, mwh in generated.items()) / total
        if len(generated) < 51 or not abs(mean / held["US", year] - 1) < 0.12:
            wrong.append(f"{len(generated)} states of {year}: mean {mean:.1f} g/kWh, "
                         f"the row of the US has {held['US', year]}")
    return wrong


def keys_in_code():
    text = (ROOT / "src/catalogue/keys.cpp").read_text(encoding="utf-8")
    lines = re.findall(r'\{"(\w+)", \{("[^}]*")\}\}', text)
    return {table: tuple(re.findall(r'"(\w+)"', names)) for table, names in lines}


def keys_in_readme():
    text = (ROOT / "data/README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| (\w+)\.csv \| ([\w, ]+) \|", text, re.MULTILINE)
    return {table: tuple(names.split(", ")) for table, names in lines}


def wrong_keys():
    names = {file.stem for file in (ROOT / "data").glob("*.csv")}
    expected = {table: tables.KEYS.get(table, ("id",)) for table in names}
    wrong = [] if tables.KEYS == keys_in_code() else [
        f"keys of tables.py: {tables.KEYS}\nkeys of keys.cpp: {keys_in_code()}"]
    if expected != keys_in_readme():
        wrong.append(f"keys of tables.py: {expected}\nkeys of data/README.md: {keys_in_readme()}")
    return wrong


def main():
    if wrong := wrong_keys():
        print("\n".join(wrong))
        return 1
    raw = Path(os.environ.get("CO2EST_RAW", ROOT.parent / "shared" / "sources"))
    held = {script: [raw / name for name in names] for script, names in FOLDERS.items()
            if all((raw / name).is_dir() for name in names)}
    if not held:
        print(f"{raw}: no folder with downloaded files")
        return SKIPPED
    wrong = [problem for script, folders in held.items() for problem in checked(script, folders)]
    if (raw / MIX).exists():
        wrong += wrong_spreads(rows_of(raw / MIX))
    if (raw / "epa-egrid").is_dir():
        wrong += wrong_means(raw / "epa-egrid")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

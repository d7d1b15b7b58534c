"""Knows what a careful ten-line script does: every run parsed by Python's json, masses summed exactly."""
import json
import math
import sys


def co2e_kg(run):
    watts = sum(device["count"] * device["power_w"] for device in run["devices"])
    return watts * run["duration_h"] * run["pue"] * run["grid"]["intensity_g_per_kwh"] / 1e6


with open(sys.argv[1], "rb") as lines:
    print(math.fsum(co2e_kg(json.loads(line)) for line in lines))

#!/usr/bin/env python3
"""What other sources say of the grids, beside the values that we use.

Reads from RAW_DIR, or from the folders codecarbon/, eco2ai/ and owid-energy-data/ in it:
  global_energy_mix.json, usa_emissions.json       mlco2/codecarbon
  carbon_index.csv                                 sb-ai-lab/Eco2AI
  grapher-carbon-intensity-electricity.2025-edition.csv   the chart's download of 2025
Feeds the rows of alternatives.csv that have one of these sources: the newest year of each place of
grids.csv. A file that is not there leaves its rows alone. Nothing computes with these rows.
"""
import json

from tables import arguments, finish, number, read, read_raw

OWID, CODECARBON, ECO2AI = "ember-owid-2025", "codecarbon-intensities", "eco2ai"
FOLDERS = ("", "codecarbon", "eco2ai", "owid-energy-data")
WORLD_CODES = {"OWID_WRL": "WORLD", "OWID_KOS": "XK"}
G_PER_KWH_OF_LB_PER_MWH = 0.45359237
NOT_STATED = "About 2020 or 2021; accounting not stated"


def raw_file(folder, name):
    """The path of a raw file, None where it is not held."""
    paths = [folder / sub / name for sub in FOLDERS]
    return next((path for path in paths if path.is_file()), None)


def row(place, value, source, year="", accounting="lifecycle", note=""):
    return {"id": place, "column": "g_per_kwh", "year": str(year), "value": number(value),
            "unit": "g/kWh", "accounting": accounting, "source_id": source, "note": note}


def by_iso3():
    codes = {place["iso3"]: place["id"] for place in read("grids") if place["kind"] == "country"}
    return codes | WORLD_CODES


def owid_rows(path):
    """The 2025 edition of what we use: how far a source revises itself."""
    codes, newest = by_iso3(), {}
    for raw in read_raw(path):
        place = codes.get(raw["Code"])
        if place and int(raw["Year"]) >= int(newest.get(place, raw)["Year"]):
            newest[place] = raw
    return [row(place, round(float(raw["Carbon intensity of electricity - gCO2/kWh"]), 2), OWID,
                raw["Year"]) for place, raw in newest.items()]


def codecarbon_countries(path):
    codes = by_iso3()
    held = json.loads(path.read_text(encoding="utf-8"))
    return [row(codes[code], value["carbon_intensity"], CODECARBON, value["year"])
            for code, value in held.items()
            if code in codes and value.get("carbon_intensity") is not None]


def codecarbon_states(path):
    states = {place["id"] for place in read("grids") if place["kind"] == "state"}
    held = json.loads(path.read_text(encoding="utf-8"))
    return [row(f"US-{value['regionCode']}",
                round(value["emissions"] * G_PER_KWH_OF_LB_PER_MWH, 2), CODECARBON, 2016,
                "direct", "CO2 only, eGRID2016")
            for value in held.values() if f"US-{value['regionCode']}" in states]


def eco2ai_rows(path):
    places = read("grids")
    countries = {place["iso2"]: place["id"] for place in places if place["kind"] == "country"}
    parts = {(place["iso2"], place["name"]): place["id"] for place in places
             if place["kind"] in ("state", "province")}
    rows = []
    for raw in read_raw(path):
        code, region = raw["alpha_2_code"], raw["region"]
        place = countries.get(code) if region == "Whole country" else parts.get((code, region))
        if place:
            rows.append(row(place, raw["Emission intensity, kg/MWh"], ECO2AI, "", "unknown",
                            NOT_STATED))
    return rows


def is_state(held):
    return held["id"].startswith("US-")


# File, what makes rows of it, and which rows of the shipped table come from it.
READERS = (
    ("grapher-carbon-intensity-electricity.2025-edition.csv", owid_rows,
     lambda held: held["source_id"] == OWID),
    ("global_energy_mix.json", codecarbon_countries,
     lambda held: held["source_id"] == CODECARBON and not is_state(held)
     and held["id"] != "WORLD"),
    ("usa_emissions.json", codecarbon_states,
     lambda held: held["source_id"] == CODECARBON and is_state(held)),
    ("carbon_index.csv", eco2ai_rows, lambda held: held["source_id"] == ECO2AI),
)


def main():
    args = arguments(__doc__.splitlines()[0])
    rows = read("alternatives")
    for name, make, is_of_file in READERS:
        path = raw_file(args.raw_dir, name)
        if path is None:
            print(f"{name}: not there, its rows stay")
            continue
        rows = [held for held in rows if not is_of_file(held)] + make(path)
    finish(args, {"alternatives": rows})


if __name__ == "__main__":
    main()

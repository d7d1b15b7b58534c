#!/usr/bin/env python3
"""Canadian provinces: life-cycle intensity of their generation mix.

Reads from RAW_DIR:
  canada_energy_mix.json  mlco2/codecarbon, codecarbon/data/private_infra/2023/
Feeds grids.csv (provinces) and grid_intensity.csv (their lifecycle rows).
"""
import json

from mixes import intensity, lifecycle_bounds, lifecycle_factors, usual_band
from tables import arguments, finish, number, replace_part

SOURCE = "codecarbon-canada-2023"
YEAR = "2023"
PROVINCES = {
    "alberta": ("AB", "Alberta"), "british columbia": ("BC", "British Columbia"),
    "manitoba": ("MB", "Manitoba"), "new brunswick": ("NB", "New Brunswick"),
    "newfoundland and labrador": ("NL", "Newfoundland and Labrador"),
    "northwest territories": ("NT", "Northwest Territories"),
    "nova scotia": ("NS", "Nova Scotia"), "nunavut": ("NU", "Nunavut"),
    "ontario": ("ON", "Ontario"), "prince edward island": ("PE", "Prince Edward Island"),
    "quebec": ("QC", "Quebec"), "saskatchewan": ("SK", "Saskatchewan"), "yukon": ("YT", "Yukon"),
}
ALIASES = {"QC": "Québec"}
TECHNOLOGY = {"naturalGas": "gas", "petroleum": "oil", "coal": "coal", "biomass": "biomass",
              "nuclear": "nuclear", "hydro": "hydro", "wind": "wind", "solar": "solar"}
NOTE = ("Computed from the shares of generation of 2023 and the lifecycle factors of "
        "generation_factors.csv. low and high: of all factors at once, hydro without its high, and "
        "no nearer than those of any annual average")


def bounds(mix, value):
    """What the technologies say, and no narrower than any annual average."""
    low, high = lifecycle_bounds()
    least, most = usual_band()
    return (round(min(intensity(mix, low), value * least), 1),
            round(max(intensity(mix, high), value * most), 1))


def rows_of(name, shares, factors):
    code, title = PROVINCES[name]
    left_out = set(shares) - set(TECHNOLOGY) - {"total"}
    if any(shares[key] for key in left_out):
        raise SystemExit(f"{name}: generation without a factor: {sorted(left_out)}")
    mix = {TECHNOLOGY[key]: shares[key] for key in TECHNOLOGY}
    place = {"id": f"CA-{code}", "kind": "province", "name": title, "iso2": "CA",
             "aliases": ALIASES.get(code, ""), "parent_id": "CA", "source_id": SOURCE}
    middle = round(intensity(mix, factors), 1)
    low, high = bounds(mix, middle)
    value = {"grid_id": f"CA-{code}", "year": YEAR, "accounting": "lifecycle", "gases": "co2e",
             "g_per_kwh": number(middle), "low_g_per_kwh": number(low),
             "high_g_per_kwh": number(high), "side": "production",
             "signal": "average", "losses": "excluded", "quality": "modelled", "edition": YEAR,
             "source_id": f"{SOURCE};ipcc-ar5;ipcc-srren-2011", "note": NOTE}
    return place, value


def main():
    args = arguments(__doc__.splitlines()[0])
    mixes = json.loads((args.raw_dir / "canada_energy_mix.json").read_text(encoding="utf-8"))
    factors = lifecycle_factors()
    pairs = [rows_of(name, shares, factors) for name, shares in mixes.items()]
    finish(args, {
        "grids": replace_part("grids", [place for place, _ in pairs],
                              lambda r: r["kind"] == "province"),
        "grid_intensity": replace_part("grid_intensity", [value for _, value in pairs],
                                       lambda r: r["source_id"].startswith(SOURCE)),
    })


if __name__ == "__main__":
    main()

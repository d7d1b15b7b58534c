#!/usr/bin/env python3
"""US states and eGRID subregions from EPA's eGRID.

Reads from RAW_DIR:
  egrid2016_table_1.csv ... egrid2016_table_4.csv, egrid2021_table_1.csv ... _4.csv
      EPA's summary tables, one sheet of the workbook per file: 1 subregion rates,
      2 subregion mix, 3 state rates, 4 state mix
  egrid2023_state_co2.csv, egrid2023_subregion_co2.csv
      columns CO2 rate and net generation of the sheets ST23 and SRL23
Feeds grids.csv (states, subregions) and grid_intensity.csv: direct rows as EPA
states them (lb/MWh x 0.45359237 = g/kWh), and lifecycle rows: the direct CO2e of the same
place and edition plus what its mix has beside the stacks. The edition without a mix and
CO2e has no lifecycle rows.
"""
import csv

from mixes import intensity, upstream_factors
from tables import arguments, finish, number, read_raw, replace_part

G_PER_KWH = 0.45359237  # of 1 lb/MWh
TABLE_YEARS = (2016, 2021)
CO2_ONLY_YEAR = 2023

# Columns of the mix tables after net generation, in the tables' order: other fossil fuel counts
# as oil. What unknown and purchased fuel emits is in the direct rate; its share, of 4 % at most,
# is left out of the mix and the rest scaled up, so that it has the upstream of the rest.
MIX = ("coal", "oil", "gas", "oil", "nuclear", "hydro", "biomass", "wind", "solar", "geothermal")
LIFECYCLE_SOURCES = "eia-co2-per-kwh;ipcc-ar5;oil-well-to-tank-2025"
LIFECYCLE_NOTE = ("The direct CO2e of the same place and edition plus, by its generation mix, what "
                  "a life cycle adds to the stack. Other fossil fuel counts as oil there")

STATES = dict(item.split("=") for item in (
    "AK=Alaska,AL=Alabama,AR=Arkansas,AZ=Arizona,CA=California,CO=Colorado,CT=Connecticut,"
    "DC=District of Columbia,DE=Delaware,FL=Florida,GA=Georgia (US state),HI=Hawaii,IA=Iowa,"
    "ID=Idaho,IL=Illinois,IN=Indiana,KS=Kansas,KY=Kentucky,LA=Louisiana,MA=Massachusetts,"
    "MD=Maryland,ME=Maine,MI=Michigan,MN=Minnesota,MO=Missouri,MS=Mississippi,MT=Montana,"
    "NC=North Carolina,ND=North Dakota,NE=Nebraska,NH=New Hampshire,NJ=New Jersey,"
    "NM=New Mexico,NV=Nevada,NY=New York,OH=Ohio,OK=Oklahoma,OR=Oregon,PA=Pennsylvania,"
    "PR=Puerto Rico (eGRID),RI=Rhode Island,SC=South Carolina,SD=South Dakota,TN=Tennessee,"
    "TX=Texas,UT=Utah,VA=Virginia,VT=Vermont,WA=Washington,WI=Wisconsin,WV=West Virginia,"
    "WY=Wyoming").split(","))
STATE_ALIASES = {"DC": "Washington D.C.;Washington DC", "GA": "Georgia", "NY": "New York State",
                 "WA": "Washington State"}


def table(path):
    """{code: row} of a summary table; column 1 is the code, headings are skipped."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) > 3]
    return {row[1]: row for row in rows if row[1] in STATES or row[1] == "U.S."
            or (len(row[1]) == 4 and row[1].isupper())}


def base(grid_id, year, source, **more):
    return {"grid_id": grid_id, "year": str(year), "side": "production", "signal": "average",
            "losses": "excluded", "edition": f"eGRID{year}", "source_id": source} | more


def direct(grid_id, year, gases, lb_per_mwh, note=""):
    return base(grid_id, year, f"epa-egrid-{year}", accounting="direct", gases=gases,
                g_per_kwh=number(round(float(lb_per_mwh) * G_PER_KWH, 3)),
                quality="measured", note=note)


def lifecycle(grid_id, year, shares, upstream, direct_row):
    mix = {}
    for technology, share in zip(MIX, shares):
        mix[technology] = mix.get(technology, 0.0) + float(share or 0)
    value = float(direct_row["g_per_kwh"]) + intensity(mix, upstream)
    return base(grid_id, year, f"epa-egrid-{year};{LIFECYCLE_SOURCES}", accounting="lifecycle",
                gases="co2e", g_per_kwh=number(round(value, 1)), quality="part-modelled",
                note=LIFECYCLE_NOTE)


def grid_id(code):
    return "US" if code == "U.S." else f"US-{code}" if len(code) == 2 else f"EGRID-{code}"


def edition_rows(raw, year, upstream):
    rows = []
    for number_of_table, first in ((1, 3), (3, 2)):  # first: the column of the CO2 rate
        rates = table(raw / f"egrid{year}_table_{number_of_table}.csv")
        mixes = table(raw / f"egrid{year}_table_{number_of_table + 1}.csv")
        for code, row in rates.items():
            if code == "U.S." and number_of_table == 1:
                continue  # the same national row as in the state table
            place = grid_id(code)
            rows += [direct(place, year, "co2", row[first]),
                     direct(place, year, "co2e", row[first + 3])]
            if code != "U.S.":  # Ember has the national life-cycle value
                mix = mixes[code]
                shares = mix[first + 2:first + 2 + len(MIX)]
                rows.append(lifecycle(place, year, shares, upstream, rows[-1]))
    return rows


def co2_only_rows(raw):
    rows, emitted, generated = [], 0.0, 0.0
    for name in ("state", "subregion"):
        for row in read_raw(raw / f"egrid{CO2_ONLY_YEAR}_{name}_co2.csv"):
            rows.append(direct(grid_id(row["code"]), CO2_ONLY_YEAR, "co2", row["co2_lb_per_mwh"]))
            if name == "state":
                generated += float(row["net_generation_mwh"])
                emitted += float(row["co2_lb_per_mwh"]) * float(row["net_generation_mwh"])
    rows.append(direct("US", CO2_ONLY_YEAR, "co2", emitted / generated,
                       "Generation-weighted mean of the states of this edition"))
    return rows


def places(raw):
    names = table(raw / f"egrid{TABLE_YEARS[-1]}_table_1.csv")
    sources = ";".join(f"epa-egrid-{y}" for y in (*TABLE_YEARS, CO2_ONLY_YEAR))
    rows = [{"id": f"US-{code}", "kind": "state", "name": name, "parent_id": "US", "iso2": "US",
             "aliases": STATE_ALIASES.get(code, ""), "source_id": sources}
            for code, name in STATES.items()]
    rows += [{"id": f"EGRID-{code}", "kind": "egrid", "name": row[2], "parent_id": "US",
              "iso2": "US", "aliases": code, "source_id": sources}
             for code, row in names.items() if code != "U.S."]
    return rows


def main():
    args = arguments(__doc__.splitlines()[0])
    upstream = upstream_factors()
    rows = co2_only_rows(args.raw_dir)
    for year in TABLE_YEARS:
        rows += edition_rows(args.raw_dir, year, upstream)
    finish(args, {
        "grids": replace_part("grids", places(args.raw_dir),
                              lambda r: r["kind"] in ("state", "egrid")),
        "grid_intensity": replace_part("grid_intensity", rows,
                                       lambda r: r["source_id"].startswith("epa-egrid-")),
    })


if __name__ == "__main__":
    main()

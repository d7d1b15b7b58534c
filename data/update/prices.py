#!/usr/bin/env python3
"""Mean prices of electricity: US states (EIA) and European countries (Eurostat).

Reads from RAW_DIR: us_state_electricity_prices.csv (state, price_usd_kwh) and
country_electricity_prices.csv (iso3, price_eur_kwh, price_usd_kwh, consumption_band, source).
Of the second only rows of EIA and Eurostat are taken, each in the currency that its publisher
uses: the other column is a conversion by a rate that nobody cites. Feeds prices.csv.
"""
from tables import arguments, finish, number, read, read_raw

YEAR = 2024
EIA, EUROSTAT = "eia-retail-2024", "eurostat-nrg-pc-205"
# Eurostat: whose figures ended years ago, or who is neither member, EFTA nor candidate, so that its
# terms do not allow everybody to pass the figure on.
LEFT_OUT = {"GBR": "Eurostat's figures end in 2020", "XKX": "no candidate country",
            "UKR": "the half-years of its figure are not known"}
# Rows with another band are means over consumers of no stated size (Liechtenstein).
BANDS = {"MWH20000-69999": "consumers of 20 to 70 GWh a year",
         "MWH2000-19999": "consumers of 2 to 20 GWh a year"}


def eia_row(grid_id, raw):
    return {"grid_id": grid_id, "year": str(YEAR), "currency": "USD",
            "per_kwh": number(raw["price_usd_kwh"]), "consumer": "industrial consumers",
            "tax": "included", "quality": "primary", "source_id": EIA, "note": ""}


def eurostat_row(grid_id, raw):
    return {"grid_id": grid_id, "year": str(YEAR), "currency": "EUR",
            "per_kwh": number(raw["price_eur_kwh"]), "consumer": BANDS[raw["consumption_band"]],
            "tax": "excluded", "quality": "secondary", "source_id": EUROSTAT,
            "note": "Mean of two half-years about the year"}


def country_rows(raws, countries):
    for raw in raws:
        if raw["source"] == "EIA":
            yield eia_row(countries[raw["iso3"]], raw)
        elif raw["source"] == "Eurostat" and raw["consumption_band"] in BANDS:
            if raw["iso3"] not in LEFT_OUT:
                yield eurostat_row(countries[raw["iso3"]], raw)


def main():
    args = arguments(__doc__.splitlines()[0])
    grids = read("grids")
    countries = {row["iso3"]: row["id"] for row in grids if row["kind"] == "country"}
    states = {row["id"] for row in grids if row["kind"] == "state"}
    rows = list(country_rows(read_raw(args.raw_dir / "country_electricity_prices.csv"), countries))
    for raw in read_raw(args.raw_dir / "us_state_electricity_prices.csv"):
        if f"US-{raw['state']}" in states:  # the others are census divisions
            rows.append(eia_row(f"US-{raw['state']}", raw))
    finish(args, {"prices": rows})


if __name__ == "__main__":
    main()

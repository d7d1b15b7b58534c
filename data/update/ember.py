#!/usr/bin/env python3
"""Country and world intensities from Ember, as published by Our World in Data.

Reads from RAW_DIR:
  grapher-carbon-intensity-electricity.2026-04.csv  the chart's full data download
  generation-mix-2015-2025.csv   country, iso_code, year, electricity_generation and
                                 carbon_intensity_elec of the OWID energy data set
  country-codes.csv              datasets/country-codes
Feeds grids.csv (countries and WORLD) and grid_intensity.csv (their lifecycle rows).
"""
from tables import arguments, finish, number, read_raw, replace_part

CHART = "grapher-carbon-intensity-electricity.2026-04.csv"
MIX = "generation-mix-2015-2025.csv"
CODES = "country-codes.csv"
SOURCE = "ember-owid-2026"
EDITION = "2026"
FIRST_YEAR = 2000
SPREAD_FROM = 2015  # the first year with a spread over countries
STALE_YEARS = 2  # how far back a country's latest year may lie in a percentile

# Names that people and tools write and that neither Ember nor the code list has: former and
# official names, the inverted ones of the UN and the World Bank, and parts without a row of their own.
# A name that fits two rows stands at both, so that it is ambiguous: Korea, Congo, Virgin Islands.
MORE_ALIASES = {
    "AE": ["UAE", "Emirates"], "AG": ["Antigua"], "BA": ["Bosnia", "Bosnia-Hercegovina"],
    "BN": ["Brunei Darussalam"],
    "BO": ["Bolivia (Plurinational State of)", "Plurinational State of Bolivia"],
    "BS": ["Commonwealth of the Bahamas"],
    "CD": ["Congo", "Congo (DRC)", "Congo (Kinshasa)", "Congo, Dem. Rep.",
           "Congo, Democratic Republic of the",
           "Congo, The Democratic Republic of the", "DR Congo", "DRC", "Zaire"],
    "CG": ["Congo (Brazzaville)", "Congo, Rep.", "Congo, Republic of the", "Congo-Brazzaville",
           "Republic of the Congo"],
    "CI": ["Ivory Coast"], "CN": ["Mainland China", "PR China", "PRC", "People's Republic of China"],
    "CV": ["Cabo Verde"], "CZ": ["Czech Republic"], "DE": ["Deutschland"],
    "DO": ["Dominican Rep."], "EG": ["Egypt, Arab Rep."],
    "FK": ["Falkland Islands (Malvinas)", "Malvinas"],
    "GB": ["Britain", "England", "Great Britain", "Scotland", "UK", "Wales"],
    "GM": ["Gambia, Republic of The"], "GW": ["Guinea Bissau"],
    "HK": ["China, Hong Kong Special Administrative Region", "Hong Kong SAR",
           "Hong Kong SAR, China", "Hong Kong, China"],
    "IE": ["Republic of Ireland", "Eire"],
    "IR": ["Iran, Islamic Rep.", "Iran, Islamic Republic of", "Islamic Republic of Iran"],
    "KG": ["Kyrgyz Republic"],
    "KN": ["St. Kitts and Nevis"], "KP": ["Democratic People's Republic of Korea", "DPRK", "Korea",
           "Korea, Dem. People's Rep.", "Korea, Democratic People's Republic of", "Korea, North"],
    "KR": ["Korea", "Korea (South)", "Korea, Rep.", "Korea, Republic of", "Korea, South",
           "Republic of Korea"],
    "LA": ["Lao PDR", "Lao"], "LY": ["Libyan Arab Jamahiriya"],
    "MD": ["Moldova, Republic of", "Republic of Moldova"],
    "MK": ["FYROM", "Macedonia", "Macedonia, FYR", "Republic of North Macedonia"],
    "MM": ["Burma", "Myanmar (Burma)"], "MO": ["Macao SAR", "Macao SAR, China", "Macau"],
    "NL": ["Holland", "The Netherlands"],
    "PS": ["Palestinian Territories", "Palestinian Territory", "Palestine, State of",
           "West Bank and Gaza"],
    "RU": ["Russian Federation"], "SA": ["KSA"],
    "SH": ["Saint Helena, Ascension and Tristan da Cunha"], "SK": ["Slovak Republic"],
    "ST": ["Sao Tome"], "SY": ["Syrian Arab Republic"], "SZ": ["Swaziland"],
    "TL": ["Timor Leste"], "TR": ["Turkiye"], "TT": ["Trinidad"],
    "TW": ["Chinese Taipei", "Taiwan, Province of China"],
    "TZ": ["Tanzania, United Republic of", "United Republic of Tanzania"],
    "US": ["USA", "United States of America", "America"],
    "VA": ["Holy See"], "VC": ["St. Vincent and the Grenadines"],
    "VE": ["Bolivarian Republic of Venezuela", "Venezuela, Bolivarian Republic of", "Venezuela, RB"],
    "VG": ["Virgin Islands", "Virgin Islands, British", "Virgin Islands (British)"],
    "VI": ["US Virgin Islands", "Virgin Islands", "Virgin Islands, U.S."],
    "VN": ["Viet Nam"], "WS": ["Western Samoa"], "YE": ["Yemen, Rep."],
}


def clean(name):
    """A code list's name without footnote stars and a trailing '(the)'."""
    name = name.replace("*", "").replace("\u2019", "'").strip()
    return name[:-len("(the)")].strip() if name.endswith("(the)") else name


def aliases(code, name):
    names = [clean(code["CLDR display name"]), clean(code["UNTERM English Short"])]
    names += MORE_ALIASES.get(code["ISO3166-1-Alpha-2"], [])
    taken, kept = {name.lower(), code["ISO3166-1-Alpha-2"].lower(),
                   code["ISO3166-1-Alpha-3"].lower(), ""}, []
    for alias in names:
        if alias.lower() not in taken:
            taken.add(alias.lower())
            kept.append(alias)
    return ";".join(sorted(kept))


def place(entity, code3, codes):
    """The grids.csv row of an entity of the chart, None for an aggregate."""
    row = {"kind": "country", "name": entity, "parent_id": "WORLD",
           "source_id": f"{SOURCE};iso-3166-country-codes"}
    if code3 == "OWID_WRL":
        return row | {"id": "WORLD", "kind": "world", "aliases": "Earth;Global;Worldwide",
                      "parent_id": "", "source_id": SOURCE}
    if code3 == "OWID_KOS":
        return row | {"id": "XK", "iso2": "XK", "iso3": "XKX", "source_id": SOURCE}
    if code3 not in codes:
        return None
    code = codes[code3]
    return row | {"id": code["ISO3166-1-Alpha-2"], "iso2": code["ISO3166-1-Alpha-2"],
                  "iso3": code3, "aliases": aliases(code, entity)}


def weighted(pairs, share):
    """The smallest intensity at or below which this share of generation lies."""
    total, running = sum(weight for _, weight in pairs), 0.0
    for value, weight in sorted(pairs):
        running += weight
        if running >= share * total:
            return value
    return sorted(pairs)[-1][0]


def world_spread(mix, year):
    """Percentiles over countries in a year, and what they were taken over."""
    latest = {}
    for row in mix:
        if year - STALE_YEARS <= int(row["year"]) <= year:
            held = latest.get(row["iso_code"])
            if held is None or int(row["year"]) > int(held["year"]):
                latest[row["iso_code"]] = row
    pairs = [(float(r["carbon_intensity_elec"]), float(r["electricity_generation"]))
             for r in latest.values()]
    current = sum(int(r["year"]) == year for r in latest.values())
    note = f"low and high: 5th and 95th percentile of generation over {len(pairs)} countries"
    if current < len(pairs):
        note += (f"; {current} with data of {year} and the others at their latest of the "
                 "two years before")
    # The generation file carries float dust; the chart prints two decimals.
    return round(weighted(pairs, 0.05), 2), round(weighted(pairs, 0.95), 2), note


def intensity(row, grid_id, mix):
    year = int(row["Year"])
    out = {"grid_id": grid_id, "year": str(year), "accounting": "lifecycle", "gases": "co2e",
           "g_per_kwh": number(row["Carbon intensity of electricity per kWh"]),
           "side": "production", "signal": "average", "losses": "excluded",
           "quality": "measured", "edition": EDITION, "source_id": SOURCE}
    if grid_id == "WORLD" and year >= SPREAD_FROM:
        low, high, note = world_spread(mix, year)
        out |= {"low_g_per_kwh": number(low), "high_g_per_kwh": number(high), "note": note}
    return out


def main():
    args = arguments(__doc__.splitlines()[0])
    codes = {r["ISO3166-1-Alpha-3"]: r for r in read_raw(args.raw_dir / CODES)}
    mix = [r for r in read_raw(args.raw_dir / MIX) if len(r["iso_code"]) == 3
           and float(r["electricity_generation"] or 0) and r["carbon_intensity_elec"]]
    places, years = {}, []
    for row in read_raw(args.raw_dir / CHART):
        spot = place(row["Entity"], row["Code"], codes)
        if spot and int(row["Year"]) >= FIRST_YEAR:
            places[spot["id"]] = spot
            years.append(intensity(row, spot["id"], mix))
    finish(args, {
        "grids": replace_part("grids", list(places.values()),
                              lambda r: r["kind"] in ("country", "world")),
        "grid_intensity": replace_part("grid_intensity", years,
                                       lambda r: r["source_id"] == SOURCE),
    })


if __name__ == "__main__":
    main()

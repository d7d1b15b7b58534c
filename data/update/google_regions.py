#!/usr/bin/env python3
"""Google Cloud regions and their yearly carbon figures.

Reads from RAW_DIR: 2019.csv ... 2024.csv of GoogleCloudPlatform/region-carbon-info.
Feeds cloud_regions.csv and cloud_years.csv (rows gcp/...). The place of a region in
the grid tables is ours: PLACES below. A new region needs a line there.
"""
from tables import arguments, finish, number, read_raw, replace_part

YEARS = range(2019, 2025)
LIFECYCLE_UNTIL = 2020  # from the next year on Google states direct intensity
CFE = "Google CFE"

# Region: country and, where a subnational grid is held, its id.
PLACES = {
    "africa-south1": "ZA", "asia-east1": "TW", "asia-east2": "HK", "asia-northeast1": "JP",
    "asia-northeast2": "JP", "asia-northeast3": "KR", "asia-south1": "IN", "asia-south2": "IN",
    "asia-southeast1": "SG", "asia-southeast2": "ID", "australia-southeast1": "AU",
    "australia-southeast2": "AU", "europe-central2": "PL", "europe-north1": "FI",
    "europe-north2": "SE", "europe-southwest1": "ES", "europe-west1": "BE",
    "europe-west2": "GB", "europe-west3": "DE", "europe-west4": "NL", "europe-west6": "CH",
    "europe-west8": "IT", "europe-west9": "FR", "europe-west10": "DE", "europe-west12": "IT",
    "me-central1": "QA", "me-central2": "SA", "me-west1": "IL",
    "northamerica-northeast1": "CA-QC", "northamerica-northeast2": "CA-ON",
    "northamerica-south1": "MX", "southamerica-east1": "BR", "southamerica-west1": "CL",
    "us-central1": "US-IA EGRID-MROW", "us-central2": "US-OK EGRID-SPSO",
    "us-east1": "US-SC EGRID-SRVC", "us-east2": "US-GA EGRID-SRSO",
    "us-east4": "US-VA EGRID-SRVC", "us-east5": "US-OH EGRID-RFCW",
    "us-south1": "US-TX EGRID-ERCT", "us-west1": "US-OR EGRID-NWPP",
    "us-west2": "US-CA EGRID-CAMX", "us-west3": "US-UT EGRID-NWPP", "us-west4": "US-NV EGRID-AZNM",
}
# Regions that are newer than Google's carbon figures: name, city, country.
NEWER = {"asia-southeast3": ("Bangkok", "Bangkok", "TH")}
NEWER_SOURCE = "google-cloud-locations"
# Locations that Google gives as a country, a state or another area instead of a city.
NOT_CITIES = {"Taiwan", "Hong Kong", "Singapore", "Finland", "Belgium", "Netherlands", "Mexico",
              "Eemshaven", "Iowa", "Oklahoma", "South Carolina", "Georgia", "Northern Virginia",
              "Oregon"}
NOTES = {
    "us-east4": "Google's own figures for this region are of the PJM market",
    "us-east5": "Google's own figures for this region are of the PJM market",
    "us-west4": "The south of Nevada is in AZNM, the north in NWPP; one balancing authority has both",
}
SPELLING = {"S\u0101o Paulo": "S\u00e3o Paulo"}


def region_row(region, location, newest):
    grid = PLACES[region].split()
    place, grid_id = grid[0], grid[-1]
    location = SPELLING.get(location, location)
    return {"id": f"gcp/{region}", "provider": "gcp", "region": region, "name": location,
            "city": "" if location in NOT_CITIES else location, "country_iso2": place[:2],
            "subdivision": place if "-" in place else "", "grid_id": grid_id,
            "mapping": "inferred" if place.startswith("US-") else "stated",
            "source_id": f"google-region-carbon-{newest}", "note": NOTES.get(region, "")}


def newer_row(region):
    name, city, country = NEWER[region]
    return {"id": f"gcp/{region}", "provider": "gcp", "region": region, "name": name, "city": city,
            "country_iso2": country, "grid_id": country, "mapping": "stated",
            "source_id": NEWER_SOURCE, "note": "Google states no carbon figures of it yet"}


def year_row(raw, year):
    lifecycle = year <= LIFECYCLE_UNTIL
    value = next(raw[name] for name in raw if "carbon intensity" in name)
    note = ("Life-cycle value: not comparable with 2021 and later" if lifecycle
            else "Direct value: not comparable with 2019 and 2020")
    return {"region_id": f"gcp/{raw['Google Cloud Region']}", "year": str(year),
            "cfe_share": number(raw[CFE]), "g_per_kwh": number(value),
            "accounting": "lifecycle" if lifecycle else "direct", "quality": "reported",
            "source_id": f"google-region-carbon-{year}", "note": note}


def main():
    args = arguments(__doc__.splitlines()[0])
    regions, years = {region: newer_row(region) for region in NEWER}, []
    for year in YEARS:
        for raw in read_raw(args.raw_dir / f"{year}.csv"):
            region = (raw["Google Cloud Region"] or "").strip()
            if not region:
                continue
            if region not in PLACES:
                raise SystemExit(f"{region} ({raw['Location']}): add its grid to PLACES")
            regions[region] = region_row(region, raw["Location"].strip(), year)
            years.append(year_row(raw, year))
    finish(args, {
        "cloud_regions": replace_part("cloud_regions", list(regions.values()),
                                      lambda r: r["provider"] == "gcp"),
        "cloud_years": replace_part("cloud_years", years,
                                    lambda r: r["region_id"].startswith("gcp/")),
    })


if __name__ == "__main__":
    main()

"""Life-cycle intensity of a generation mix, from generation_factors.csv."""
from tables import read

# Supply chain of fuel oil. The two factors of oil are from sources that do not fit each other
# (SRREN's life cycle, EIA's plant), so that their difference, 19 g/kWh, is none.
OIL_WELL_TO_TANK_G_PER_MJ = 12.4  # source oil-well-to-tank-2025
OIL_BTU_PER_KWH = 10416           # of the steam plant that is oil's direct factor: eia-co2-per-kwh
MJ_PER_BTU = 1055.056e-6


# The most that is published of hydro, 2200, is of a tropical reservoir, 90 times the middle: the
# whole band would be its. For the high end of a place without such reservoirs hydro has its middle.
WITHOUT_HIGH = ("hydro",)


def factors_of(accounting, column="g_per_kwh"):
    return {row["technology"]: float(row[column])
            for row in read("generation_factors") if row["accounting"] == accounting and row[column]}


def lifecycle_factors():
    return factors_of("lifecycle")


def lifecycle_bounds():
    """The least and the most of each technology."""
    middle = lifecycle_factors()
    high = factors_of("lifecycle", "high_g_per_kwh")
    return (factors_of("lifecycle", "low_g_per_kwh"),
            high | {technology: middle[technology] for technology in WITHOUT_HIGH})


def usual_band():
    """Ratios of an annual average of the catalogue."""
    row = next(row for row in read("parameters") if row["id"] == "grid.band.average")
    return float(row["low"]), float(row["high"])


def upstream_factors():
    """g CO2e/kWh that a life cycle has beside the stack: building, fuel supply, methane.

    Biomass has its whole life cycle here, as its stack counts as zero in either factor.
    """
    direct = factors_of("direct")
    beside = {technology: value - direct[technology]
              for technology, value in lifecycle_factors().items() if technology in direct}
    beside["oil"] = OIL_WELL_TO_TANK_G_PER_MJ * OIL_BTU_PER_KWH * MJ_PER_BTU
    return beside


def intensity(mix, factors):
    """g CO2e/kWh of {technology: share}, over the shares that it names."""
    known = sum(mix.values())
    if known <= 0:
        raise SystemExit(f"a mix without any known generation: {mix}")
    return sum(share * factors[technology] for technology, share in mix.items()) / known

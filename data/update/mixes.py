"""Life-cycle intensity of a generation mix, from generation_factors.csv."""
from tables import read


def lifecycle_factors():
    return {row["technology"]: float(row["g_per_kwh"])
            for row in read("generation_factors") if row["accounting"] == "lifecycle"}


def intensity(mix, factors):
    """g CO2e/kWh of {technology: share}, over the shares that it names."""
    known = sum(mix.values())
    if known <= 0:
        raise SystemExit(f"a mix without any known generation: {mix}")
    return sum(share * factors[technology] for technology, share in mix.items()) / known

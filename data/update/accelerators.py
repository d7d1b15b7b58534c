#!/usr/bin/env python3
"""Keeps the aliases of accelerators.csv complete against the drivers' own names.

Reads from RAW_DIR:
  nvidia_product_names.csv  product_name: the table of compatible GPUs in the README of
                            NVIDIA/open-gpu-kernel-modules, one product per line
  amdgpu.ids                libdrm, data/amdgpu.ids
The table itself is kept by hand. This script adds each spelling that a driver reports
and that the look-up would take for an alias which a row has already, and it refuses
mobile parts: their limits are far below those of the desktop part of the same number.
"""
from tables import arguments, finish, read, read_raw

MOBILE = ("laptop gpu", "max-q", "embedded gpu")
PREFIXES = ("nvidia ", "amd ", "google ")


def fold(name):
    """The form in which the program compares names: see data/README.md."""
    name = name.lower()
    for prefix in PREFIXES:
        name = name.removeprefix(prefix)
    return name.replace("-", " ").replace("_", " ")


def driver_names(raw_dir):
    names = {row["product_name"] for row in read_raw(raw_dir / "nvidia_product_names.csv")}
    for line in (raw_dir / "amdgpu.ids").read_text(encoding="utf-8").splitlines():
        parts = line.split(",", 2)  # device id, revision id, name; else a comment or version
        if len(parts) == 3 and not line.startswith("#"):
            names.add(parts[2].strip())
    return {name for name in names if not is_mobile(name)}


def is_mobile(name):
    """Whether a driver name is a mobile part's; "Super" is how the mobile SUPER spells, and one
    desktop card is called Max-Q."""
    if "RTX PRO 6000 Blackwell Max-Q" in name or name.endswith("RTX PRO 6000 Max-Q"):
        return False
    return name.endswith(" Super") or any(word in name.lower() for word in MOBILE)


def with_driver_names(row, by_fold):
    aliases = set(row["aliases"].split(";"))
    for alias in row["aliases"].split(";"):
        if is_mobile(alias):
            raise SystemExit(f"{row['id']}: {alias} is a mobile part")
        aliases |= by_fold.get(fold(alias), set())
    return row | {"aliases": ";".join(sorted(aliases))}


def main():
    args = arguments(__doc__.splitlines()[0])
    by_fold = {}
    for name in driver_names(args.raw_dir):
        by_fold.setdefault(fold(name), set()).add(name)
    finish(args, {"accelerators": [with_driver_names(row, by_fold)
                                   for row in read("accelerators")]})


if __name__ == "__main__":
    main()

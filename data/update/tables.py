"""Reading and writing the catalogue's CSV tables: one dialect for every script.

UTF-8, LF, a header, quotes only where RFC 4180 needs them, rows sorted by
their key, numbers as the shortest plain decimal that reads back the same.
"""
import argparse
import csv
import io
import sys
from decimal import Decimal
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent

# Columns of a key; a table that is not here has "id". As in src/catalogue/keys.cpp (a test).
KEYS = {
    "alternatives": ("id", "column", "year", "accounting", "source_id"),
    "cloud_years": ("region_id", "year"),
    "equivalent_editions": ("id", "year"),
    "generation_factors": ("technology", "accounting"),
    "grid_intensity": ("grid_id", "year", "accounting", "gases"),
    "measured_power": ("accelerator_id", "source_id", "workload"),
    "presets": ("preset_id", "field", "model"),
    "prices": ("grid_id", "year"),
    "pue": ("id", "year"),
}


def number(value):
    """A number as the shortest plain decimal: no exponent, no trailing zero."""
    if value is None or value == "":
        return ""
    text = format(Decimal(repr(float(value))), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def header(table):
    """The columns of the shipped table; a new table begins as a file with its header alone."""
    path = DATA / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def key(table, row):
    """The sort key of a row: bytes, except that a year counts as a number."""
    names = KEYS.get(table, ("id",))
    return tuple(int(row[n] or 0) if n == "year" else row[n].encode() for n in names)


def render(table, rows):
    """The table's file as text, sorted, with duplicate keys refused."""
    rows = sorted(rows, key=lambda row: key(table, row))
    for one, two in zip(rows, rows[1:]):
        if key(table, one) == key(table, two):
            raise SystemExit(f"{table}.csv: two rows with the key {key(table, one)}")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header(table))
    for row in rows:
        writer.writerow([row.get(name, "") for name in header(table)])
    return out.getvalue()


def read(table):
    """The shipped table as a list of dicts."""
    path = DATA / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_raw(path):
    """A raw CSV file as a list of dicts, whatever its byte order mark."""
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def differences(table, old, new):
    """One line per row that a rewrite would add, remove or change."""
    before = {key(table, row): row for row in old}
    after = {key(table, row): row for row in new}
    name = lambda k: " ".join(p.decode() if isinstance(p, bytes) else str(p) for p in k)
    lines = []
    for k in sorted(before.keys() | after.keys()):
        if k not in after:
            lines.append(f"- {name(k)}")
        elif k not in before:
            lines.append(f"+ {name(k)}")
        else:
            lines += [f"~ {name(k)}: {c}: {before[k][c]!r} -> {after[k].get(c, '')!r}"
                      for c in header(table) if before[k][c] != after[k].get(c, "")]
    return lines


def replace_part(table, rows, is_part):
    """The shipped rows that are not of this part, and the part's new rows."""
    return [row for row in read(table) if not is_part(row)] + rows


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("raw_dir", type=Path, help="folder with the downloaded files")
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--check", action="store_true", help="exit 1 if a table differs")
    mode.add_argument("--write", action="store_true", help="rewrite the tables")
    args = parser.parse_args()
    if not args.raw_dir.is_dir():
        parser.error(f"{args.raw_dir} is no folder")
    return args


def finish(args, tables):
    """Writes the tables, or compares them with the shipped ones."""
    stale = False
    for table, rows in tables.items():
        text = render(table, rows)
        path = DATA / f"{table}.csv"
        if args.write:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"{path.name}: {len(rows)} rows")
        elif path.read_text(encoding="utf-8") != text:
            stale = True
            lines = differences(table, read(table), rows)
            print(f"{path.name}: {len(lines)} differences", *lines[:20], sep="\n  ")
        else:
            print(f"{path.name}: up to date")
    sys.exit(1 if stale else 0)

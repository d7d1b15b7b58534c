#!/usr/bin/env python3
"""Makes cpus.csv: the TDP of CPUs by model.

Reads from RAW_DIR:
  cpu_power.csv  Name, TDP: mlco2/codecarbon, codecarbon/data/hardware/, scraped from the
                 vendors' product pages
A row is kept where its name is a model number of a known series (SERIES). Its family is the
series with the number masked: "Xeon E5-26xx v4", "Core i 12xxxK". Dropped, and printed:
  - a TDP that is no number above zero;
  - a name without a known series: a clock rate, a number alone, a controller, parts from before
    2006, and AMD's APUs before Ryzen, of which several rows contradict their own sisters
    (45 W for the business edition of a 100 W part, 100 W for a mobile one);
  - a name with two figures, unless the list tells them apart in brackets: "(95W)";
  - a TDP that its family contradicts: it is over the limit of the series (most 2.1; 1.4 for
    Intel's K, of which the list has base and turbo power) times the median of the family, or under
    the median divided by it. A family of less than three Core parts with U, H, K or X is held
    against all generations of these letters;
  - what another list disputes and no family decides (DISPUTED).
Names that the program folds to the same are one row. A part made for one customer, whose maker
has no page for it, is kept as unverified: the list is its only citation.
"""
import re
import statistics

from tables import arguments, finish, read_raw

SOURCE = "codecarbon-cpu-power"

K_LIMIT = 1.4
WIDE = 3.5  # series that go from embedded or desktop parts to full servers

# Pattern of the name after the vendor; the leading digits of the number that the family keeps; the
# limit. The groups before "number" and after it belong to the family as they stand.
INTEL = (
    (r"Core (?P<line>i)[3579][- ](?P<number>\d{3,5}[A-Z]*\d?[A-Z]*)", "generation", 2.1),
    (r"Core (?P<line>Ultra) [3579] (?P<number>\d{3}[A-Z]*)", 1, 2.1),
    (r"Core (?P<line>i)[3579]-(?P<number>N\d{3}|\dY\d\d)", 1, WIDE),
    (r"Core (?P<line>[3579]) (?P<number>\d{3}[A-Z]*)", 1, 2.1),
    (r"Core (?P<line>[mM])[357]?-(?P<number>\dY\d+[a-z]?)", 1, 2.1),
    (r"Core (?P<line>2 (?:Duo|Quad|Extreme|Solo)) (?P<number>[A-Z]+\d{4}[A-Z]?)", 1, 2.1),
    (r"Core (?P<line>Duo|Solo) (?P<number>[A-Z]\d{4})", 1, 2.1),
    (r"Xeon (?P<line>Platinum|Gold|Silver|Bronze) (?P<number>\d{4})(?:[A-Z]+|\+|Y\+)?", 2, 2.1),
    (r"Xeon (?P<line>Platinum) P-(?P<number>\d{4})", 2, 2.1),
    (r"Xeon (?P<line>E[57])-(?P<number>\d{4}L?)[A-Z]*(?P<version> v\d)?", 2, 2.1),
    (r"Xeon (?P<line>E3)-(?P<number>\d{4}[A-Z]*)(?P<version> v\d)?", 2, WIDE),
    (r"Xeon (?P<line>D)-(?P<number>\d{4})[A-Z]*", 2, 2.5),
    (r"Xeon (?P<line>E|W)-(?P<number>\d{4,5}[A-Z]*)", 2, 2.1),
    (r"Xeon (?P<line>[wW][3579])-(?P<number>\d{4}X?)", 2, 2.1),
    (r"Xeon (?P<line>)(?P<number>6[3579]\d\d[PE](?:-B)?)", 2, 2.1),
    (r"Xeon (?P<line>)(?P<number>(?:[ELWX]|EC|LC|)[357]\d{3}[A-Z]?)", 1, 1.9),
    (r"Xeon (?P<line>Phi) (?P<number>\d{4}[A-Z]*)", 1, 2.1),
    (r"Xeon CPU (?P<line>Max) (?P<number>\d{4})", 2, 2.1),
    (r"(?P<line>(?:Pentium|Celeron)(?: Gold| Silver| D| M)?)(?: Dual-Core)? "
     r"(?P<number>[A-Z]+\d{3,4}[A-Z]*)", 1, 2.1),
    (r"(?P<line>(?:Pentium|Celeron)(?: Gold| Silver| D| M)?) (?P<number>\d{3,4}[A-Z]+)", 1, 2.1),
    (r"(?P<line>Pentium) (?P<number>\d{4})(?P<version> v\d)?", 1, 2.1),
    (r"(?P<line>(?:Pentium|Celeron) (?:Gold|Silver|D|M)) (?P<number>\d{3,4})", 1, 2.1),
    (r"(?P<line>Atom) (?:x\d-)?(?P<number>[A-Zx]+\d{3,4}[A-Z]*)", 1, WIDE),
    (r"(?:Processor )?(?P<line>)(?P<number>[NU]\d{2,3}[A-Z]?)", 0, 2.1),
)
AMD = (
    (r"(?P<line>EPYC) (?P<number>[4789][0-9A-Z]{2}\d)[A-Z]*", "epyc", WIDE),
    (r"Ryzen (?P<line>Threadripper(?: PRO)?) (?P<number>\d{4}W?X?)", 1, 2.1),
    (r"(?P<line>Ryzen) [3579] (?:PRO )?(?P<number>\d{3,4}[A-Z0-9]*)", 1, 2.1),
    (r"(?P<line>Ryzen AI) [3579] (?:HX )?(?:PRO )?(?P<number>\d{3})", 1, 2.1),
    (r"(?P<line>Ryzen AI Max)\+? (?:PRO )?(?P<number>\d{3})", 1, 2.1),
    (r"(?P<line>Athlon(?: Gold| Silver)?) (?:PRO )?(?P<number>\d{3,4}[A-Z]+)", 1, 2.1),
    (r"(?P<line>Opteron) (?P<number>[1-8][1-4]\d\d)P?(?P<version> (?:HE|EE|SE))?", 2, 2.1),
    (r"(?P<line>Phenom(?: II)?) X\d (?P<number>\d{3,4}[A-Zue]*)(?: BE)?", 1, 2.1),
    (r"(?P<line>Athlon II) X\d (?P<number>\d{3}[A-Zue]*)", 1, 2.1),
    (r"(?P<line>FX)-(?P<number>[4689]\d{3}E?)", 1, 2.1),
)
SERIES = {"Intel": INTEL, "AMD": AMD}

# Made for one cloud or operator, as far as known: on no product page of the maker.
CUSTOM = re.compile(
    r"Xeon (Platinum|Gold) \d{4}(C|CL|CY|W)$|EPYC 7[BR]1[23]$|Xeon Platinum (P-81\d\d|8124M|8151"
    r"|8163|8165|8167M|8171M|8172M|8173M|8174|8175M|8179M|8222L|8251|8259L|8272L|8274|8284|8581V)$"
    r"|Xeon Gold (6133|6143|6145|6147M|6149|6151|6155|6159|6161|6162|6269Y|6290)$")

DISPUTED = {"Intel Xeon Platinum 8370C": "205 W here, 270 W in another list",
            "Intel Core i3-8121U": "28 W here, 15 W in another list",
            "Intel Core i7-1270P": "64 W here, 28 W in another list"}

COUNTS = ("dual", "triple", "quad", "six", "eight", "twelve", "sixteen")


def fold(name):
    """The form in which the program compares names of CPUs: src/text/cpu_name.cpp."""
    name = name.lower()
    for mark in ("(r)", "(tm)", "(c)", "\u00ae", "\u2122", "\u00a0"):
        name = name.replace(mark, " ")
    words = re.split(r"[ _\t-]+", re.split(r"[(,@]", name)[0])
    kept = []
    for i, word in enumerate(words):
        after = words[i + 1] if i + 1 < len(words) else ""
        before = words[i - 1] if i > 0 else ""
        if word in ("with", "w/", "radeon"):
            break
        ordinal = re.fullmatch(r"\d+(st|nd|rd|th)", word) and after == "gen"
        is_gen = word == "gen" and re.fullmatch(r"\d+(st|nd|rd|th)", before)
        count = (word.isdigit() or word in COUNTS) and after in ("core", "cores")
        is_core = word in ("core", "cores") and (before.isdigit() or before in COUNTS)
        clock = re.fullmatch(r"\d.*[gm]hz", word)
        if ordinal or is_gen or count or is_core or clock:
            continue
        if word not in ("intel", "amd", "cpu", "processor", "apu", ""):
            kept.append(word)
    if len(kept) > 1 and kept[-1] == "0":  # "E5-2670 0": a first version
        kept.pop()
    if len(kept) > 1 and (kept[0] == "xeon" and kept[1] in ("e3", "e5", "e7")
                          or kept[0] == "core" and re.fullmatch(r"i[3579]", kept[1])):
        kept.pop(0)
    return "".join(kept)


def plain(name):
    """The list's name with one spelling of blanks, vendor and what the model's own name has."""
    name = re.sub(r"\s+", " ", name.replace("\u00a0", " ").replace("\u200b", "")).strip()
    name = re.sub(r" (X-series|Extreme Edition|Processor|APU)( \(OEM Only\))?$", "", name)
    name = name.replace(" (OEM Only)", "").replace(" (AF)", "")
    name = re.sub(r"^(Intel Core i[3579]) processor ", r"\1-", name)
    name = re.sub(r"^(AMD )?FX[- ]", "AMD FX-", name)
    return name


def masked(number, keep):
    """The number with x for the digits that the family does not keep."""
    letters, digits, rest = re.fullmatch(r"([A-Za-z]*)(\d+)(.*)", number).groups()
    if keep == "generation":
        keep = len(digits) - 3
        if len(digits) == 4 and (digits[0] == "1" or digits[0] in "3456" and digits[1] in "89"):
            keep = 2  # of mobile parts from the tenth on; of the ones with a server's socket
    return letters + digits[:keep] + "x" * (len(digits) - keep) + re.sub(r"G\d", "G", rest)


def family_of(name):
    """Vendor, family and limit of a name, or None."""
    vendor, _, model = name.partition(" ")
    model = re.sub(r" \([^)]*\)$", "", model)
    for pattern, keep, limit in SERIES.get(vendor, ()):
        match = re.fullmatch(pattern, model)
        if not match:
            continue
        number = match["number"]
        mask = f"{number[0]}xx{number[3]}" if keep == "epyc" else masked(number, keep)
        if keep == "generation" and re.search(r"K[FS]*$", mask):
            limit = K_LIMIT
        line, version = match["line"], match.groupdict().get("version") or ""
        brand = model.split()[0] if model.startswith(("Xeon", "Core")) else ""
        between = "-" if re.fullmatch(r"E[357]|[DEW]|[wW]\d|FX", line) else " "
        head = " ".join(part for part in (brand, line) if part)
        return vendor, (head + between + mask + version).strip(), limit
    return None


def watts(text):
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) and float(text) > 0 else None


def known(raw, dropped):
    """Rows of a known series with a figure: name -> (vendor, family, limit, watts)."""
    rows = {}
    for row in raw:
        name, tdp = plain(row["Name"]), watts(row["TDP"])
        family = family_of(name)
        if tdp is None:
            dropped.append(("no figure", f"{row['Name']} {row['TDP']}"))
        elif family is None:
            dropped.append(("no known series", row["Name"]))
        elif name in DISPUTED:
            dropped.append(("disputed", f"{name}: {DISPUTED[name]}"))
        else:
            rows.setdefault(name, (family, set()))[1].add(tdp)
    return rows


def without_two_figures(rows, dropped):
    by_fold = {}
    for name in rows:
        by_fold.setdefault((fold(name), re.sub(r"^[^(]*", "", name)), []).append(name)
    single = {}
    for names in by_fold.values():
        figures = sorted(set().union(*(rows[name][1] for name in names)))
        if len(figures) > 1:
            dropped.append(("two figures", f"{names[0]} {figures}"))
        else:
            single[min(names)] = (rows[names[0]][0], figures[0])
    return single


def all_generations(family):
    """The family without the digits of its number; the ones with a server's socket stay apart."""
    return re.sub(r"\d*x+", lambda m: "S" if re.fullmatch(r"[3-6][89]xx", m[0]) else "", family)


def without_contradictions(rows, dropped):
    """Until none is left: a median moves with what is dropped."""
    by_family = {}
    for (_, family, _), tdp in rows.values():
        for key in {family, "*" + all_generations(family)}:
            by_family.setdefault(key, []).append(tdp)
    kept = {}
    for name, (group, tdp) in rows.items():
        figures = by_family[group[1]]
        if len(figures) < 3 and re.match(r"Core i \d*x+[UHKX]", group[1]):
            figures = by_family["*" + all_generations(group[1])]
        median = statistics.median(figures)
        ratio = max(tdp / median, median / tdp)
        if len(figures) >= 3 and ratio > group[2]:
            dropped.append(("its family contradicts",
                            f"{name} {tdp:g} W ({group[1]}: {median:g})"))
        else:
            kept[name] = (group, tdp)
    return kept if len(kept) == len(rows) else without_contradictions(kept, dropped)


def table_row(name, group, tdp, names):
    vendor, family, _ = group
    custom = CUSTOM.search(name) is not None
    slug = name.partition(" ")[2].lower().replace(" ", "-")
    short = re.sub(r" BE(?= \(|$)", "", name)  # /proc/cpuinfo does not say "Black Edition"
    return {"id": slug.replace("(", "").replace(")", ""), "name": name,
            "aliases": short if short not in names else "", "vendor": vendor, "family": family,
            "tdp_w": f"{tdp:g}", "quality": "unverified" if custom else "reported",
            "source_id": SOURCE,
            "note": "Made for one customer; its maker has no page for it" if custom else ""}


def main():
    args = arguments(__doc__.splitlines()[0])
    dropped = []
    rows = known(read_raw(args.raw_dir / "cpu_power.csv"), dropped)
    rows = without_contradictions(without_two_figures(rows, dropped), dropped)
    for reason in dict.fromkeys(reason for reason, _ in dropped):
        names = [name for why, name in dropped if why == reason]
        print(f"dropped, {reason}: {len(names)}: " + "; ".join(names))
    finish(args, {"cpus": [table_row(name, *rest, rows) for name, rest in rows.items()]})


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Makes cpus.csv: the TDP of CPUs by model.

Reads from RAW_DIR:
  cpu_power.csv   Name, TDP: mlco2/codecarbon, codecarbon/data/hardware/, scraped from the
                  vendors' product pages
  cpu_names.csv   Model, TDP, TDP (Base): sb-ai-lab/Eco2AI. Of it come newer parts that the first
                  list lacks (SECOND)
  carbontracker_cpu_power.csv  Name, TDP: saintslab/carbontracker, cpu_power.csv:
                  an older copy of the first list. It and the second one are what the rows are
                  held against: the note names a figure that differs by more than a tenth
A row is kept where its name is a model number of a known series (SERIES in cpu_series.py). Its
family is the series with the number masked: "Xeon E5-26xx v4", "Core i 12xxxK". The rows of HAND
(there too), each with a source of its own, fill what no list has. Dropped, and printed:
  - a TDP that is no number above zero;
  - a name without a known series: a clock rate, a number alone, a controller, parts from before
    2006, and AMD's APUs before Ryzen, of which several rows contradict their own sisters
    (45 W for the business edition of a 100 W part, 100 W for a mobile one);
  - a name with two figures, unless the list tells them apart in brackets: "(95W)";
  - a TDP that its family contradicts: it is over the limit of the series (most 2.1; 1.4 for
    Intel's K, of which the list has base and turbo power) times the median of the family, or under
    the median divided by it. A family of less than three Core parts with U, H, K or X is held
    against all generations of these letters;
  - what another list disputes and no family decides (DISPUTED);
  - of the second list the turbo power of Core parts with K of 2021.
Names that the program folds to the same are one row. A part made for one customer, whose maker
has no page for it, is kept as unverified: the list is its only citation.
"""
import re
import statistics

from cpu_series import CUSTOM, HAND, family_of
from tables import arguments, finish, number, read_raw

SOURCE = "codecarbon-cpu-power"
SECOND_SOURCE = "eco2ai-cpu-names"
SECOND = re.compile(r"AMD EPYC |AMD Ryzen Threadripper|AMD Ryzen [3579] [789]"
                    r"|Intel Xeon (?:Platinum|Gold|Silver|W-|w\d-|6)|Intel Core Ultra"
                    r"|Intel Core i\d-1[234]\d{3}[FKST]*$")
TURBO = re.compile(r"Intel Core i\d-12\d{3}KF?$")

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


def watts(text):
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) and float(text) > 0 else None


def second_list(raw, first):
    """Rows of the second list, in the form of the first, that the first lacks."""
    names = {fold(plain(row["Name"])) for row in first}
    rows = [{"Name": row["Model"], "TDP": row["TDP (Base)"] or row["TDP"]} for row in raw]
    return [row for row in rows
            if SECOND.match(plain(row["Name"])) and not TURBO.match(plain(row["Name"]))
            and fold(plain(row["Name"])) not in names]


def other_figures(lists):
    """What each list has of a name: list -> folded name -> figures."""
    figures = {}
    for name, rows in lists.items():
        for model, tdp in rows:
            if watts(tdp) is not None:
                figures.setdefault(name, {}).setdefault(fold(plain(model)), set()).add(watts(tdp))
    return figures


def differences(name, tdp, others):
    """A sentence on the lists of which every figure is more than a tenth away."""
    said = []
    for other, figures in others.items():
        held = figures.get(fold(name), set())
        if held and all(max(w / tdp, tdp / w) > 1.1 for w in held):
            said.append(f"{other} has {number(min(held))} W")
    return "; ".join(said)


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


def slug_of(name):
    return name.partition(" ")[2].lower().replace(" ", "-").replace("(", "").replace(")", "")


def hand_row(name, aliases, family, tdp, source, note):
    return {"id": slug_of(name), "name": name, "aliases": aliases, "vendor": name.split()[0],
            "family": family, "tdp_w": str(tdp), "quality": "reported", "source_id": source,
            "note": note}


def table_row(name, group, tdp, names, second, others):
    vendor, family, _ = group
    custom = CUSTOM.search(name) is not None
    notes = (["Made for one customer; its maker has no page for it"] if custom else [])
    notes += [text for text in [differences(name, tdp, others)] if text]
    short = re.sub(r" BE(?= \(|$)", "", name)  # /proc/cpuinfo does not say "Black Edition"
    return {"id": slug_of(name), "name": name,
            "aliases": short if short not in names else "", "vendor": vendor, "family": family,
            "tdp_w": f"{tdp:g}", "quality": "unverified" if custom else "reported",
            "source_id": SECOND_SOURCE if fold(name) in second else SOURCE,
            "note": "; ".join(notes)}


def main():
    args = arguments(__doc__.splitlines()[0])
    dropped = []
    first = read_raw(args.raw_dir / "cpu_power.csv")
    eco2ai = read_raw(args.raw_dir / "cpu_names.csv")
    older = read_raw(args.raw_dir / "carbontracker_cpu_power.csv")
    second = second_list(eco2ai, first)
    others = other_figures({
        "Eco2AI": [(row["Model"], row["TDP (Base)"] or row["TDP"]) for row in eco2ai],
        "carbontracker": [(row["Name"], row["TDP"]) for row in older]})
    rows = known(first + second, dropped)
    rows = without_contradictions(without_two_figures(rows, dropped), dropped)
    for reason in dict.fromkeys(reason for reason, _ in dropped):
        names = [name for why, name in dropped if why == reason]
        print(f"dropped, {reason}: {len(names)}: " + "; ".join(names))
    names = {fold(plain(row["Name"])) for row in second}
    finish(args, {"cpus": [table_row(name, *rest, rows, names, others)
                           for name, rest in rows.items()] + [hand_row(*row) for row in HAND]})


if __name__ == "__main__":
    main()

"""The series of CPUs whose names cpus.py knows, and the rows that no list of CPUs has."""
import re

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
    r"Xeon (Platinum|Gold) \d{4}(C|CL|CY|W)$|EPYC 7[BRV]1[23]$|EPYC 7(571|D12|T83)$|Xeon Platinum (P-81\d\d|8124M|8151"
    r"|8163|8165|8167M|8171M|8172M|8173M|8174|8175M|8179M|8222L|8251|8259L|8272L|8274|8284|8581V)$"
    r"|Xeon E5-2(658A|666|673|676|686) v\d$"
    r"|Xeon Gold (6133|6143|6145|6147M|6149|6151|6155|6159|6161|6162|6269Y|6290)$")

TWEAKERS = "tweakers-alder-lake"
HEISE = "heise-ampere-altra"
ALTRA = {"Q80-33": 250, "Q80-30": 210, "Q80-26": 175, "Q80-23": 150, "Q72-30": 195, "Q64-33": 220,
         "Q64-30": 180, "Q64-26": 125, "Q64-24": 95, "Q48-22": 85}
# Name, aliases, family, watts, source, note
HAND = [(f"Intel Core i{line}-12{number}K{graphics}", "", f"Core i 12xxxK{graphics}", 125, TWEAKERS,
         f"Base power{most}")
        for line, number, most in ((9, "900", "; the maximum turbo power is 241 W"),
                                   (7, "700", "; the lists have the turbo power of 190 W"),
                                   (5, "600", "; a list has the turbo power of 150 W"))
        for graphics in ("", "F")]
HAND += [(f"Ampere Altra {number}", f"Altra {number}", "Altra Qxx", watts, HEISE, "")
         for number, watts in ALTRA.items()]
HAND += [("Ampere Altra Max M128-30", "Altra Max M128-30", "Altra Max Mxx", 250,
          "hardwareluxx-altra-max", ""),
         ("NVIDIA Grace", "Grace", "Grace", 250, "hardwaretimes-grace",
          "Half of the 500 W of the superchip of two, which hold their memory: name no dram beside "
          "it. The modules GH200, GB200 and GB300 hold it")]

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

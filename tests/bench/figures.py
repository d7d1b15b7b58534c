"""Knows the figures that co2est promises: what is run, what must be right, and which ratio is demanded."""
import hashlib
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import gen
from peers import last_number
from timing import Side, instructions, measure, peak_bytes, streamed

MB = 1e6
TOLERANCE = 1e-9


@dataclass
class Row:
    """One line of the table. `value` is held against `limit`; without a limit it is only shown."""
    figure: str
    ours: str
    peer: str
    value: float = None
    sense: str = ""      # "at least" or "at most"
    limit: float = None
    wrong: tuple = ()    # why it does not count


def near(found, expected):
    return found is not None and abs(found - expected) <= TOLERANCE * abs(expected)


def number_check(expected):
    """The last number printed must be this one."""
    def check(output):
        found = last_number(output)
        return "" if near(found, expected) else f"total {found}, expected {expected}"
    return check


def estimate_check(expected):
    """Our JSON must hold these values at its top level."""
    def check(output):
        try:
            document = json.loads(output)
        except ValueError as error:
            return f"no JSON: {error}"
        for key, value in expected.items():
            if not near(document.get(key), value):
                return f"{key} {document.get(key)}, expected {value}"
        return ""
    return check


def totals_of(expect):
    """Our keys for what the generator says."""
    names = {"it_kwh": "energy_kwh", "kgco2": "co2e_kg"}
    return {ours: expect[theirs] for theirs, ours in names.items() if theirs in expect}


def text(seconds):
    if seconds is None:
        return "-"
    return f"{seconds * 1e3:.2f} ms" if seconds < 0.1 else f"{seconds:.3f} s"


def faster(bench, figure, ours, peer, limit, pairs):
    """A row for `ours is at least so many times faster than peer`."""
    result = measure(ours if bench.binary else None, peer if peer and peer.command else None, pairs)
    return Row(figure, text(result.ours), text(result.peer), result.peer_by_ours, "at least", limit,
               tuple(result.wrong))


def at_most(figure, value, unit, limit, wrong, scale=1.0, peer="-"):
    shown = "-" if value is None else f"{value / scale:.4g} {unit}".strip()
    if value is None or limit is None:
        return Row(figure, shown, peer, wrong=(wrong,) if wrong else ())
    return Row(figure, shown, peer, value / limit, "at most", 1.0, (wrong,) if wrong else ())


# ---- one run, cold ------------------------------------------------------------------------------------

def cold_check(expect):
    """Energy by the TDP rule; the mass must follow from the printed factors of the United States."""
    def check(output):
        wrong = estimate_check({"energy_kwh": expect["it_kwh"]})(output)
        if wrong:
            return wrong
        document = json.loads(output)
        g_per_kwh = document["grid"]["intensity_g_per_kwh"]
        if document["grid"]["id"] != "US" or not 200 < g_per_kwh < 800:
            return f"grid is {document['grid']}"
        mass = expect["it_kwh"] * gen.COLD["pue"] * g_per_kwh / 1000
        return estimate_check({"co2e_kg": mass})(output)
    return check


def cold_start(bench):
    file, expect = bench.input("cold", "cold.json", own=True)
    manifest, grams = bench.input("manifest", "one.yml", rows=1)
    ours = Side([bench.binary, str(file)])
    true = Side([shutil.which("true")])
    checked = measure(Side([bench.binary, "--format", "json", str(file)], cold_check(expect)), None, 1) \
        if bench.binary else None
    wrong = tuple(checked.wrong) if checked else ()

    start = measure(ours if bench.binary else None, true, bench.small_pairs)
    by_true = 1 / start.peer_by_ours if start.peer_by_ours else None
    rows = [Row("cold run / true", text(start.ours), text(start.peer), by_true, "at most", 2.0,
                tuple(start.wrong) + wrong)]
    impact = Side(bench.peers.if_run(manifest), number_check(grams["gco2"]))
    rows.append(faster(bench, "cold run, if-run", ours, impact, 250, bench.pairs))
    hours = gen.COLD["devices"][0]["count"] * 10
    jq = Side(bench.peers.jq_cold(file), number_check(hours))
    rows.append(faster(bench, "cold run, jq", ours, jq, 10, max(bench.pairs, bench.small_pairs // 10)))
    if bench.binary:
        peak, problem = peak_bytes([bench.binary, "--format", "json", str(file)], cold_check(expect))
        rows.append(at_most("cold run, peak memory (8 MB)", peak, "MB", 8 * MB, problem, MB))
    return rows


def size(bench):
    """Binary and start-up, held against what was recorded last where that is known."""
    if not bench.binary:
        return []
    file, _ = bench.input("cold", "cold.json", own=True)
    count, wrong = instructions([bench.binary, str(file)])
    bench.measured["instructions"] = count
    bench.measured["binary_bytes"] = Path(bench.binary).stat().st_size
    known = bench.recorded.get("instructions")
    rows = [at_most("binary (6 MB)", bench.measured["binary_bytes"], "MB", 6 * MB, "", MB)]
    rows.append(at_most("start-up instructions (recorded + 5 %)", count, "M",
                        known * 1.05 if known else None, wrong, 1e6,
                        f"{known / 1e6:.4g} M" if known else "-"))
    return rows


# ---- the tables ----------------------------------------------------------------------------------------

def places(bench):
    """What a cold run costs that looks a region or a country and a GPU up, in instructions."""
    if not bench.binary:
        return []
    rows = []
    cold, _ = bench.input("cold", "cold.json", own=True)
    file = cold.with_name("place.json")
    for model, grid in (("H100 SXM5", "aws/us-east-1"), ("A100 SXM4 80GB", "DE")):
        device = {"kind": "gpu", "model": model, "count": 8}
        file.write_text(json.dumps({"co2est": 1, "duration": "10 h", "grid": grid, "devices": [device]}))
        count, wrong = instructions([bench.binary, str(file)])
        rows.append(at_most(f"start-up, {model} in {grid} (1 M)", count, "M", 1e6, wrong, 1e6))
    return rows


def full_load(bench):
    """A whole run with every table read from files, hashed and checked, less one without them. The
    tables are the shipped ones, each a blank line longer, so that no hash is known beforehand."""
    if not bench.binary:
        return []
    file, expect = bench.input("cold", "cold.json", own=True)
    folder = file.with_name("tables")
    subprocess.run([bench.binary, "factors", "export", str(folder)], check=True)
    for table in folder.glob("*.csv"):
        table.chmod(0o644)
        table.write_bytes(table.read_bytes() + b"\n")
    command = [bench.binary, "--format", "json", str(file)]
    right = cold_check(expect)
    loaded = measure(Side([*command, "--data-dir", str(folder)], right), Side(command, right),
                     max(10, bench.small_pairs // 10))
    if loaded.ours is None or loaded.peer is None:
        return [at_most("full load of all tables (10 ms)", None, "ms", None, "; ".join(loaded.wrong))]
    seconds = loaded.ours - loaded.peer
    return [at_most("full load of all tables (10 ms)", seconds, "ms", 0.010, "; ".join(loaded.wrong),
                    1e-3)]


# ---- many runs -----------------------------------------------------------------------------------------

def ndjson_total(bench):
    file, expect = bench.input("ndjson", "runs.ndjson", rows=bench.rows)
    right = estimate_check(totals_of(expect))
    sums = number_check(expect["kgco2"])

    def ours(threads):
        return Side([bench.binary, "--total", "--format", "json", "--threads", str(threads), str(file)], right)

    peers = bench.peers
    rows = [faster(bench, "NDJSON total, 2 threads, duckdb 2", ours(2),
                   Side(peers.duckdb(file, 2), sums), 1, bench.pairs),
            faster(bench, "NDJSON total, 1 thread, duckdb 1", ours(1),
                   Side(peers.duckdb(file, 1), sums), None, bench.pairs),
            faster(bench, "NDJSON total, 1 thread, python json", ours(1),
                   Side(peers.python_sum(file), sums), 4, bench.slow_pairs),
            faster(bench, "NDJSON total, 1 thread, jq", ours(1),
                   Side(peers.jq_sum(file), sums), 10, bench.slow_pairs)]
    if peers.duckdb(file, 2):
        alone, _ = streamed(peers.duckdb(file, 2), lambda out: float(out.read().split()[0]))
        rows[1:1] = [Row("  of that, the query without start-up", "", text(alone))]
    return rows


def ours_summed(stream):
    """Rows, and sums of the first energy_kwh and co2e_kg of each line, which are the run's own."""
    sums = {b'"energy_kwh":': 0.0, b'"co2e_kg":': 0.0}
    rows, digest = 0, hashlib.sha256()
    for line in stream:
        rows += 1
        digest.update(line)
        for key in sums:
            begin = line.find(key) + len(key)
            sums[key] += float(line[begin:line.find(b",", begin)])
    return rows, sums[b'"energy_kwh":'], sums[b'"co2e_kg":'], digest.hexdigest()


def three_summed(stream):
    rows, mass = 0, 0.0
    for line in stream:
        rows += 1
        mass += float(line[line.rfind(b",") + 1:-2])
    return rows, mass


def stream_problem(command, consume, expect):
    """What is wrong with a stream of results; its mass is the third value that `consume` gives, or the last."""
    found, status = streamed(command, consume)
    mass = found[2] if len(found) > 2 else found[-1]
    right = status == 0 and found[0] == expect["rows"] and near(mass, expect["kgco2"])
    return "" if right else f"{Path(command[0]).name}: status {status}, rows and sums {found}"


def ndjson_out(bench):
    file, expect = bench.input("ndjson", "runs.ndjson", rows=bench.rows)
    wrong = []
    command = [bench.binary, "--format", "ndjson", str(file)]
    if bench.binary:
        wrong.append(stream_problem(command, ours_summed, expect))
    three = bench.peers.jq_three(file)
    if three:
        wrong.append(stream_problem(three, three_summed, expect))
    row = faster(bench, "NDJSON out, jq writing three numbers", Side(command, keep_output=False),
                 Side(three, keep_output=False), 10, bench.slow_pairs)
    row.wrong += tuple(filter(None, wrong))
    return [row]


def memory(bench):
    if not bench.binary:
        return []
    file, expect = bench.input("ndjson", "runs.ndjson", rows=bench.rows)
    ten = file.with_name("runs-ten.ndjson")
    if shutil.disk_usage(ten.parent).free < 12 * file.stat().st_size:
        return [Row("peak memory", "-", "-", wrong=("no disk space for ten times the input",))]
    with open(ten, "wb") as out:
        for _ in range(10):
            with open(file, "rb") as part:
                shutil.copyfileobj(part, out, 1 << 20)
    rows, peaks = [], []
    for path, factor in ((file, 1), (ten, 10)):
        right = estimate_check({key: factor * value for key, value in totals_of(expect).items()})
        command = [bench.binary, "--total", "--format", "json", "--threads", "2", str(path)]
        peak, wrong = peak_bytes(command, right)
        peaks.append(peak)
        rows.append(at_most(f"peak memory, {factor * bench.rows:,} runs (32 MB)", peak, "MB", 32 * MB, wrong, MB))
    ten.unlink()
    if all(peaks):
        rows.append(Row("peak memory, ten times the runs", "", "", peaks[1] / peaks[0], "at most", 1.1))
    return rows


def same_bytes(bench):
    if not bench.binary:
        return []
    file, _ = bench.input("ndjson", "runs.ndjson", rows=bench.rows)
    rows = []
    for name, options in (("total", ["--total", "--format", "json"]), ("ndjson", ["--format", "ndjson"])):
        digests = set()
        for threads in ("1", "2"):
            command = [bench.binary, *options, "--threads", threads, str(file)]
            (digest, size_), status = streamed(command, hashed)
            digests.add(digest if status == 0 and size_ else f"status {status}")
        rows.append(Row(f"same bytes on 1 and 2 threads, {name}", sorted(digests)[0][:12], "",
                        len(digests), "at most", 1))
    return rows


def hashed(stream):
    digest, size_ = hashlib.sha256(), 0
    while block := stream.read(1 << 20):
        digest.update(block)
        size_ += len(block)
    return digest.hexdigest(), size_


def folder(bench):
    path, expect = bench.input("dir", "thousand", rows=1000)
    ours = Side([bench.binary, "--total", "--format", "json", str(path)], estimate_check(totals_of(expect)))
    jq = Side(bench.peers.jq_sum(*sorted(path.glob("*.json"))), number_check(expect["kgco2"]))
    return [faster(bench, "1,000 files in a folder, jq", ours, jq, 3, bench.small_pairs // 10)]


ALL = [cold_start, size, places, full_load, folder, ndjson_total, ndjson_out, same_bytes, memory]

"""Knows the tools that co2est is timed against: where they are, how they are asked, what they answer."""
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = {"@grnsft/if": "1.1.0", "@duckdb/node-api": "1.5.6-r.1"}

JQ_KG = "(.duration_h * .pue * .grid.intensity_g_per_kwh * ([.devices[] | .count * .power_w] | add) / 1e6)"
JQ_KWH = "(.duration_h * ([.devices[] | .count * .power_w] | add) / 1e3)"


class Peers:
    """The peers that are here; npm packages are installed into `cache` where npm allows it."""

    def __init__(self, cache, install):
        self.jq = shutil.which("jq")
        self.node = shutil.which("node")
        self.python = "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable
        self.modules = npm_folder(Path(cache), install) if self.node else None

    def versions(self):
        """One line that names each peer and its version."""
        names = [f"python {sys.version.split()[0]}"]
        names.append(first_line([self.jq, "--version"]) if self.jq else "jq is missing")
        names.append("node " + first_line([self.node, "--version"]) if self.node else "node is missing")
        for package in PACKAGES:
            manifest = self.modules / package / "package.json" if self.modules else None
            known = manifest is not None and manifest.exists()
            version = json.loads(manifest.read_text())["version"] if known else "is missing"
            names.append(f"{package} {version}")
        return ", ".join(names)

    def if_run(self, manifest):
        script = self.modules / ".bin" / "if-run" if self.modules else None
        return [self.node, str(script), "-m", str(manifest)] if script and script.exists() else None

    def duckdb(self, file, threads):
        """Reads only the five columns that it multiplies, types given: the fastest of four ways tried."""
        if not self.modules or not (self.modules / "@duckdb").exists():
            return None
        return [self.node, str(HERE / "duckdb_sum.mjs"), str(self.modules), str(file), str(threads)]

    def python_sum(self, file):
        return [self.python, str(HERE / "json_sum.py"), str(file)]

    def jq_sum(self, *files):
        program = f"reduce inputs as $run (0; . + ($run | {JQ_KG}))"
        return [self.jq, "-n", program, *map(str, files)] if self.jq else None

    def jq_three(self, file):
        program = f"[{JQ_KWH}, {JQ_KWH} * .pue, {JQ_KG}]"
        return [self.jq, "-c", program, str(file)] if self.jq else None

    def jq_cold(self, file):
        """What jq can make of names: device hours, without any factor."""
        program = '([.devices[].count] | add) * (.duration | rtrimstr(" h") | tonumber)'
        return [self.jq, program, str(file)] if self.jq else None


def first_line(command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.split("\n")[0]


def npm_folder(cache, install):
    """cache/node_modules with the packages of PACKAGES in it, or None."""
    modules = cache / "node_modules"
    if all((modules / package).exists() for package in PACKAGES):
        return modules
    npm = shutil.which("npm")
    if not npm or not install:
        return modules if modules.exists() else None
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "package.json").write_text('{ "private": true }\n')
    wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
    done = subprocess.run([npm, "install", "--no-audit", "--no-fund", "--prefix", str(cache), *wanted],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print("bench: npm install failed: " + done.stderr.strip().split("\n")[-1], file=sys.stderr)
    return modules if modules.exists() else None


def last_number(output):
    """The last number in what a peer printed; jq and Impact Framework end with the sum."""
    numbers = re.findall(rb"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", output)
    return float(numbers[-1]) if numbers else None

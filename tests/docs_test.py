"""What the tests know about documentation: every shell block of the README and every example of
a command's help runs and ends with status 0, and every grid that they name is in the tables;
what the README shows as printed is what is printed. usage: docs_test.py BINARY"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SKIP = 77


def run(script, binary, folder):
    path = os.path.dirname(binary) + os.pathsep + os.environ["PATH"]
    return subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=folder, text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
                          env={**os.environ, "PATH": path, "COLUMNS": "80"})


def readme_blocks():
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as readme:
        return re.findall(r"^```sh\n(.*?)^```", readme.read(), re.S | re.M)


def shown(binary, folder):
    """Pairs of what a console block of the README shows and what its command prints. The hash of
    the catalogue may differ."""
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as readme:
        blocks = re.findall(r"^```console\n\$ (co2est [^\n]*)\n(.*?)^```", readme.read(), re.S | re.M)
    for command, text in blocks:
        printed = run("export LC_ALL=C.UTF-8; " + command, binary, folder).stdout
        yield tuple(re.sub(r"sha256:[0-9a-f]+", "sha256", part) for part in (text, printed))


def output_of(*words):
    return subprocess.run(words, text=True, capture_output=True).stdout


def commands_of(binary):
    words = output_of(binary, "--help")
    return re.findall(r"^  ([a-z]+)  +\S", words.split("Exit status")[0], re.M)


def named_grids(binary):
    """What looks like a grid in help, the starter file, and the README: "DE" after a key or an
    option, `US-VA`, gcp/europe-north1."""
    texts = [output_of(binary, command, "--help") for command in commands_of(binary)]
    texts.append(output_of(binary, "init"))
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as readme:
        texts.append(readme.read())
    pattern = (r'"grid": "([^"]+)"|--grid ([\w/-]+)|\b((?:aws|azure|gcp)/[\w-]*\d)\b'
               r"|\b((?:US|CA)-[A-Z]{2}|EGRID-[A-Z]{4})\b")
    return sorted({next(filter(None, found)) for text in texts
                   for found in re.findall(pattern, text)} - {"GRID"})


def help_examples(binary):
    for command in commands_of(binary):
        text = output_of(binary, command, "--help")
        examples = re.findall(r"^Examples?:\s+(co2est .*)$", text, re.M)
        if not examples:
            yield command, None
        for example in examples:
            yield command, example


def main():
    binary = os.path.abspath(sys.argv[1])
    if shutil.which("jq") is None:
        print("skipped: jq is not installed")
        return SKIP
    failures = 0
    blocks = [("README", block) for block in readme_blocks()]
    scripts = blocks + list(help_examples(binary))
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(os.path.join(ROOT, "data"), os.path.join(folder, "data"))
        for origin, script in scripts:
            if script is None:
                failures += 1
                print(f"{origin}: its help has no example")
                continue
            result = run(script, binary, folder)
            if result.returncode != 0:
                failures += 1
                print(f"{origin}: status {result.returncode}\n{script}\n{result.stderr}")
        demos = list(shown(binary, folder))
        scripts += demos
        for text, printed in demos:
            if text != printed:
                failures += 1
                print(f"the README shows\n{text}\nbut this is printed\n{printed}")
    grids = named_grids(binary)
    for grid in grids:
        words = [binary, "--power", "1", "--hours", "1", "--grid", grid]
        result = subprocess.run(words, text=True, capture_output=True)
        if result.returncode != 0:
            failures += 1
            print(f"the documentation names the grid {grid}: {result.stderr}")
    print(f"{len(scripts) + len(grids) - failures} passed, {failures} failed")
    return 1 if failures or len(blocks) < 3 or not demos or len(grids) < 5 else 0


if __name__ == "__main__":
    sys.exit(main())

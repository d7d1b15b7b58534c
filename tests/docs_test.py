"""What the tests know about documentation: every shell block of the README and every example of
a command's help runs and ends with status 0, and every grid that they name is in the tables; a
console block prints what it shows, line by line, and a status other than 0 is one that the block
asks for (`echo $?`). usage: docs_test.py BINARY"""
import difflib
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
    kept = {name: value for name, value in os.environ.items()
            if not re.match(r"LC_|LANG|CLICOLOR|NO_COLOR|FORCE_COLOR|CO2EST_", name)}
    return subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=folder, text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
                          env={**kept, "PATH": path, "COLUMNS": "80", "LC_ALL": "C.UTF-8"})


def readme_blocks(language):
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as readme:
        return re.findall(rf"^```{language}\n(.*?)^```", readme.read(), re.S | re.M)


def console_steps(block):
    """The commands of a console block, each with the lines that it shows."""
    steps = []
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        elif steps:
            steps[-1][1].append(line)
    return steps


def unhashed(lines):
    """The catalogue's hash changes with every figure; what it stands for is told by the others."""
    return [re.sub(r"sha256:[0-9a-f]+", "sha256:...", line).rstrip() for line in lines]


def console_faults(block, binary, folder):
    """What a console block shows and does not happen."""
    steps = console_steps(block)
    status = 0
    for number, (command, shown) in enumerate(steps):
        result = run(f"set +eu; exec 2>&1; (exit {status}); {command}", binary, folder)
        status = result.returncode
        printed = unhashed(result.stdout.splitlines())
        if printed != unhashed(shown):
            yield "\n".join([f"$ {command}", *difflib.unified_diff(
                unhashed(shown), printed, "README", "printed", lineterm="")])
        asked = number + 1 < len(steps) and steps[number + 1][0] == "echo $?"
        if status != 0 and not asked:
            yield f"$ {command}\nends with status {status}, and the block does not say so"


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
    blocks = [("README", block) for block in readme_blocks("sh")]
    consoles = readme_blocks("console")
    scripts = blocks + list(help_examples(binary))
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(os.path.join(ROOT, "data"), os.path.join(folder, "data"))
        for origin, script in scripts:
            if script is None:
                failures += 1
                print(f"{origin}: its help has no example")
                continue
            if "||" in script:
                failures += 1
                print(f"{origin}: a status is swallowed; show it in a console block\n{script}")
                continue
            result = run(script, binary, folder)
            if result.returncode != 0:
                failures += 1
                print(f"{origin}: status {result.returncode}\n{script}\n{result.stderr}")
        for block in consoles:
            faults = list(console_faults(block, binary, folder))
            failures += bool(faults)
            print(*faults, sep="\n", end="\n" if faults else "")
    grids = named_grids(binary)
    for grid in grids:
        words = [binary, "--power", "1", "--hours", "1", "--grid", grid]
        result = subprocess.run(words, text=True, capture_output=True)
        if result.returncode != 0:
            failures += 1
            print(f"the documentation names the grid {grid}: {result.stderr}")
    count = len(scripts) + len(consoles) + len(grids)
    print(f"{count - failures} passed, {failures} failed")
    return 1 if failures or len(blocks) < 3 or len(consoles) < 2 or len(grids) < 5 else 0


if __name__ == "__main__":
    sys.exit(main())

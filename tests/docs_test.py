"""What the tests know about documentation: every shell block of the README and every example of
a command's help runs and ends with status 0. usage: docs_test.py BINARY"""
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


def help_examples(binary):
    words = subprocess.run([binary, "--help"], text=True, capture_output=True).stdout
    commands = re.findall(r"^  ([a-z]+)  +\S", words.split("Exit status")[0], re.M)
    for command in commands:
        text = subprocess.run([binary, command, "--help"], text=True, capture_output=True).stdout
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
    print(f"{len(scripts) - failures} passed, {failures} failed")
    return 1 if failures or len(blocks) < 3 else 0


if __name__ == "__main__":
    sys.exit(main())

"""What the tests know about shells: completions as a real bash, zsh and fish give them, and the
manual page as groff and man render it. A shell that is not installed is said to be skipped.
usage: shell_test.py BINARY"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

COMMANDS = ["estimate", "check", "explain", "extrapolate", "factors", "measure", "mark", "doctor", "init",
            "schema", "completion"]
FORMATS = ["text", "json", "ndjson", "csv", "markdown"]
FILES = ["a run.json", "b.json", "runs/"]

# What a user has typed up to the cursor, and what may follow: exactly these words.
CASES = [
    (["che"], ["check"]),
    ([""], COMMANDS + FILES),
    (["check", ""], FILES),
    (["check", "--max"], ["--max-co2e", "--max-energy"]),
    (["check", "--bound", ""], ["low", "mid", "high"]),
    (["check", "--bound", "h"], ["high"]),
    (["--forma"], ["--format"]),
    (["b.json", "--format", ""], FORMATS),
    (["b.json", "-f", "m"], ["markdown"]),
    (["b.json", "--data-dir", ""], ["runs/"]),
    (["b.json", "--output", "b"], ["b.json"]),
    (["a"], ["a run.json"]),
    (["schema", ""], ["run", "estimate"]),
    (["factors", "s"], ["show", "sources"]),
    (["factors", "list", "g"], ["grids", "generation_factors", "grid_intensity"]),
    (["factors", "verify", ""], ["runs/"]),
    (["factors", "list", "--"], ["--help", "--json", "--csv", "--data-dir"]),
    (["factors", "export", "--f"], ["--force"]),
    (["b.json", "--equivalents", "car-"], ["car-km", "car-lifetimes", "car-years"]),
    (["doctor", "--require", "pow"], ["power_meter", "powercap"]),
    (["doctor", "--sysroot", ""], ["runs/"]),
    (["completion", "z"], ["zsh"]),
]
# bash cuts words at "=".
BASH_CASES = [
    (["b.json", "--format", "=", "js"], ["json"]),
    (["b.json", "--format", "="], FORMATS),
    (["b.json", "--grid", ""], []),
]

BASH = """
source "$1"; shift
[[ $(complete -p co2est) == *_co2est* ]] || { echo "co2est has no completion"; exit 1; }
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_co2est
printf '%s\\n' "${COMPREPLY[@]}"
"""

# compadd is where every match of zsh's own completion passes.
ZSH = """
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1=; autoload -Uz compinit; compinit -u -d $TMPDIR/dump; source ${(q)1}"
zpty -w shell 'compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
  local -a hits
  builtin compadd -A hits "$@"
  print -rl -- $hits >> $TMPDIR/hits
  builtin compadd "$@"
}'
zpty -w shell "zstyle ':completion:*' list-max 0; LISTMAX=9999; bindkey '^I' list-choices"
zpty -w shell 'bindkey -s "^X" "^Uprint done >> $TMPDIR/end^M"; print ready > $TMPDIR/ready'
repeat 100 { [[ -s $TMPDIR/ready ]] && break; sleep 0.1 }
zpty -w -n shell "$2"$'\\t'
zpty -w -n shell $'\\x18'
repeat 100 { [[ -s $TMPDIR/end ]] && break; sleep 0.1 }
zpty -d shell
cat $TMPDIR/hits 2>/dev/null || true
"""

FISH = "source $argv[1]; complete -C $argv[2]"


class Checks:
    def __init__(self, binary, folder, scripts):
        self.binary = binary
        self.folder = folder
        self.scripts = scripts
        self.passed = self.failed = 0

    def run(self, words, text=None):
        return subprocess.run(words, input=text, cwd=self.folder, text=True, timeout=60,
                              capture_output=True,
                              env={**os.environ, "LC_ALL": "C.UTF-8", "TERM": "dumb",
                                   "HOME": self.scripts, "MANWIDTH": "80"})

    def equal(self, what, expected, actual):
        if expected == actual:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{what}\n  expected {expected}\n  actual   {actual}")

    def script(self, shell):
        path = os.path.join(self.scripts, "co2est." + shell)
        with open(path, "w", encoding="utf-8") as file:
            file.write(self.run([self.binary, "completion", shell]).stdout)
        return path

    def options(self, command):
        help_text = self.run([self.binary, command, "--help"]).stdout
        return sorted(set(re.findall(r"(?<![\w-])--?[a-z][a-z0-9-]*(?=[, \n])",
                                     help_text.split("\nOptions:")[1].split("\nExample")[0])))


def words_of(result):
    if result.returncode != 0 or result.stderr:
        return [f"status {result.returncode}: {result.stderr}{result.stdout}"]
    return sorted(line for line in set(result.stdout.split("\n")) if line)


def plain(words):
    """Names as the shells agree on them: zsh escapes spaces, and not all draw a folder's slash."""
    return sorted({word.rstrip("/").replace("\\ ", " ") for word in words})


def check_bash(checks):
    script = checks.script("bash")

    def complete(words):
        return words_of(checks.run(["bash", "--norc", "-c", BASH, "-", script, "co2est"] + words))

    for words, expected in CASES + BASH_CASES:
        checks.equal(f"bash: {words}", plain(expected), plain(complete(words)))
    for command in COMMANDS:
        checks.equal(f"bash: options of {command}", checks.options(command),
                     complete([command, "-"]))


def check_zsh(checks):
    script = checks.script("zsh")
    for words, expected in CASES:
        with tempfile.TemporaryDirectory() as scratch:
            line = "co2est " + " ".join(words)
            result = checks.run(["env", "TMPDIR=" + scratch, "zsh", "-f", "-c", ZSH, "-", script,
                                 line])
            checks.equal(f"zsh: {words}", plain(expected), plain(words_of(result)))


def check_fish(checks):
    script = checks.script("fish")
    for words, expected in CASES:
        line = "co2est " + " ".join(words)
        result = checks.run(["fish", "--no-config", "-c", FISH, script, line])
        found = [word.split("\t")[0] for word in words_of(result)]
        checks.equal(f"fish: {words}", plain(expected), plain(found))


def check_page(checks, name, words, page):
    result = checks.run(words, page)
    checks.equal(f"{name}: warnings", "", result.stderr)
    checks.equal(f"{name}: status", 0, result.returncode)
    text = re.sub(r".\x08|\x1b\[[0-9;]*m", "", result.stdout)
    for command in COMMANDS:
        checks.equal(f"{name}: has {command}", True, f"co2est {command}" in text)
    checks.equal(f"{name}: has the statuses", True, "EXIT STATUS" in text)
    checks.equal(f"{name}: no line over 80 columns", [],
                 [line for line in text.split("\n") if len(line) > 80])


def check_groff(checks):
    page = checks.run([checks.binary, "completion", "man"]).stdout
    check_page(checks, "groff", ["groff", "-man", "-Tutf8", "-ww"], page)


def check_man(checks):
    check_page(checks, "man", ["man", "--warnings", "-l", checks.script("man")], None)


def main():
    binary = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as scripts:
        checks = Checks(binary, folder, scripts)
        for name in FILES:
            path = os.path.join(folder, name)
            if name.endswith("/"):
                os.mkdir(path)
            else:
                open(path, "w", encoding="utf-8").close()
        for program, check in [("bash", check_bash), ("zsh", check_zsh), ("fish", check_fish),
                               ("groff", check_groff), ("man", check_man)]:
            if shutil.which(program) is None:
                print(f"skipped: {program} is not installed")
            else:
                check(checks)
        print(f"{checks.passed} passed, {checks.failed} failed")
        return 1 if checks.failed or not checks.passed else 0


if __name__ == "__main__":
    sys.exit(main())

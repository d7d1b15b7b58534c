"""The status that `measure` hands back. usage: exit_test.py BINARY [LIBRARY [TEST...]]"""
import concurrent.futures
import json
import os
import signal
import subprocess
import sys

import harness
from harness import Case, equal, expect

NOT_DEADLY = {signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU, signal.SIGCHLD,
              signal.SIGCONT, signal.SIGURG, signal.SIGWINCH}
PARALLEL = 8


def in_parallel(case, jobs, check):
    """`check(case, job)` with a case of its own for each job; the first failure counts."""
    def one(job):
        with Case(case.binary, case.nvml) as own:
            check(own, job)
    with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
        list(pool.map(one, jobs))


def test_every_status(case):
    def check(own, status):
        result = own.run(["sh", "-c", f"exit {status}"], ["--quiet"])
        equal(f"status {status}", (status, b""), (result.returncode, result.stderr))
        equal("in the record", {"status": status},
              {key: value for key, value in own.record()["record"]["exit"].items()
               if key in ("status", "signal")})
    in_parallel(case, range(256), check)


def test_death_by_every_signal(case):
    def check(own, number):
        code = f"import _signal,os;_signal.signal({number},_signal.SIG_DFL)\n" \
            if number not in (signal.SIGKILL,) else "import os\n"
        result = own.run(harness.python(code + f"os.kill(os.getpid(),{number})"), ["--quiet"])
        equal(f"signal {number}", -number, result.returncode)
        equal("in the record", number, own.record()["record"]["exit"].get("signal"))
        expect(not [name for name in os.listdir(own.folder) if name.startswith("core")],
               "a core of ours")
    deadly = [one for one in signal.valid_signals() if one not in NOT_DEADLY]
    in_parallel(case, deadly, check)


def test_what_cannot_be_started(case):
    plain = harness.write(case.path("plain"), "echo no\n")
    for status, command in [(127, ["no-such-program-anywhere"]), (127, ["./no/such/file"]),
                            (127, [""]), (126, [plain]), (126, [case.folder]),
                            (126, ["/dev/null"])]:
        result = case.run(command)
        equal(f"status of {command}", status, result.returncode)
        equal("output", b"", result.stdout)
        lines = result.stderr.decode().splitlines()
        expect(len(lines) == 1 and lines[0].startswith("co2est: "), command, "told as", lines)
        expect(not os.path.exists(case.output), "a run file of a command that did not run")
        expect(not os.path.exists(case.output + ".journal"), "its journal is left")
        equal("FIFO", [], os.listdir(case.path("tmp")))


def test_a_script_without_interpreter_runs_as_in_a_shell(case):
    script = harness.write(case.path("script"), "exit 6\n")
    os.chmod(script, 0o755)
    equal("status", 6, case.run([script]).returncode)


def test_failures_of_our_own_before_the_start(case):
    words = case.words(["touch", "ran"])
    for options in (["--grid", "NOWHERE"], ["--period", "0"], ["--period", "x"], ["--pue", "0.5"],
                    ["--stop-at", "5"], ["--stop-signal", "NO"], ["--max-co2e", "many"],
                    ["--tag", "x"], ["--no-such-option"], ["--output", "-"], ["--grace", "-1"],
                    ["--data-dir", "/no/such/folder"], ["--attribution", "mine"]):
        at = words.index("--")
        result = subprocess.run(words[:at] + options + words[at:], capture_output=True,
                                cwd=case.folder, env=case.environment, check=False,
                                timeout=harness.PATIENCE)
        equal(f"status with {options}", 125, result.returncode)
        equal("output", b"", result.stdout)
        expect(result.stderr.startswith(b"co2est: "), options, "is told as", result.stderr)
    for words in (["measure"], ["measure", "--"], ["measure", "-q"]):
        result = subprocess.run([case.binary, *words], capture_output=True, cwd=case.folder,
                                env=case.environment, check=False, timeout=harness.PATIENCE)
        equal(f"status of {words}", 125, result.returncode)
    expect(not os.path.exists(case.path("ran")), "the command was started")
    equal("files", {"tmp", "power.csv"}, set(os.listdir(case.folder)))


def test_a_budget_counts_only_for_a_command_that_succeeds(case):
    for status, limit, expected in [(0, "0.000001g", 3), (5, "0.000001g", 5),
                                    (0, "1t", 0), (5, "1t", 5)]:
        result = case.run(["sh", "-c", f"sleep 0.2; exit {status}"], ["--max-co2e", limit])
        equal(f"status {status} with {limit}", expected, result.returncode)
        equal("told", limit != "1t", b"--max-co2e" in result.stderr)
    result = case.run(["sh", "-c", "kill -9 $$"], ["--max-co2e", "0.000001g"])
    equal("a signal", -9, result.returncode)


def test_the_words_of_the_command_are_its_own(case):
    code = "import sys,json;json.dump(sys.argv[1:],open('words','w'))"
    words = ["--help", "--", "-o", "x", "", "a b", "*", "\u00e9"]
    equal("status", 0, case.run(harness.python(code, *words)).returncode)
    equal("words", words, json.loads(harness.read(case.path("words"))))
    equal("in the record", words, case.record()["record"]["command"][-len(words):])


TESTS = [value for name, value in list(globals().items()) if name.startswith("test_")]

if __name__ == "__main__":
    sys.exit(harness.main(TESTS))

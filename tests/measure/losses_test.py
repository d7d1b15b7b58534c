"""That a measurement is not lost, and never costs the command: disks that refuse, processes left
behind, measuring inside measuring, marks, limits. usage: losses_test.py BINARY [LIBRARY [TEST...]]"""
import os
import pwd
import resource
import shutil
import signal
import subprocess
import sys
import time

import harness
from harness import equal, expect, wait_for

SECOND = ["sh", "-c", "sleep 0.3; echo out; exit 4"]


def has_warning(result, *words):
    text = result.stderr.decode()
    return all(word in text for word in words)


def as_nobody():
    """For root, whom no folder's permissions stop."""
    if os.getuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")

    def prepare():
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
    return prepare


def expect_untouched(result):
    equal("status", 4, result.returncode)
    equal("output", b"out\n", result.stdout)


def test_a_read_only_folder_costs_the_file_alone(case):
    os.chmod(case.folder, 0o755)
    os.chmod(case.path("tmp"), 0o777)
    os.mkdir(case.path("locked"), 0o555)
    case.output = case.path("locked/run.json")
    result = case.run(SECOND, preexec_fn=as_nobody())
    expect_untouched(result)
    expect(has_warning(result, "locked/run.json"), "not told:", result.stderr)
    equal("files", [], os.listdir(case.path("locked")))


def test_a_missing_folder_costs_the_file_alone(case):
    case.output = case.path("no/such/run.json")
    result = case.run(SECOND)
    expect_untouched(result)
    expect(has_warning(result, "no/such/run.json", "No such file"), "not told:", result.stderr)


def test_a_folder_in_place_of_the_file(case):
    os.mkdir(case.output)
    result = case.run(SECOND)
    expect_untouched(result)
    expect(has_warning(result, "run.json"), "not told:", result.stderr)


def test_a_full_disk_costs_the_file_alone(case):
    disk = case.path("disk")
    os.mkdir(disk)
    words = ["mount", "-t", "tmpfs", "-o", "size=16k", "none", disk]
    if os.getuid() != 0 or not shutil.which("mount") or \
            subprocess.run(words, capture_output=True, check=False).returncode != 0:
        return "no small disk can be mounted"
    try:
        for room in (0, 100, 4096, 8192):
            case.output = os.path.join(disk, "run.json")
            with open(os.path.join(disk, "fill"), "wb", buffering=0) as file:
                try:
                    while file.write(bytes(16384 - room)) > 0 and room == 0:
                        pass
                except OSError:
                    pass
            result = case.run(["sh", "-c", "sleep 1; echo out; exit 4"])
            expect_untouched(result)
            if room == 0:
                expect(has_warning(result, "No space left"), "not told:", result.stderr)
            for name in os.listdir(disk):
                expect(name in ("fill", "run.json", "run.json.journal"), "left behind:", name)
                os.remove(os.path.join(disk, name))
    finally:
        subprocess.run(["umount", "-l", disk], check=False)
    return None


def test_a_limit_on_the_size_of_files_does_not_reach_the_command(case):
    for limit in (0, 100, 1500):
        def prepare(size=limit):
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        result = case.run(SECOND, preexec_fn=prepare)
        expect_untouched(result)
        expect(has_warning(result, "co2est: "), limit, "not told:", result.stderr)
        if os.path.exists(case.output + ".journal"):
            os.remove(case.output + ".journal")


def test_what_a_disk_refused_is_measured_all_the_same(case):
    case.output = case.path("no/such/run.json")
    result = case.run(["sleep", "0.5"], ["--estimate"])
    equal("status", 0, result.returncode)
    expect(has_warning(result, "gpu", "measured"), "no figure:", result.stderr)


def test_few_descriptors_and_processes_do_not_reach_the_command(case):
    # Where no descriptor is left for a pipe of its own, the sanitizers' check of dynamic types takes
    # every object for one of no type, and ends the program.
    blind = b"which does not point to an object of type" if harness.is_sanitized(case.binary) else None
    for limit in range(6, 24):
        def prepare(most=limit):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        result = case.run(["sh", "-c", "exit 4"], preexec_fn=prepare)
        if limit >= 16:
            equal(f"status with {limit} descriptors", 4, result.returncode)
        else:
            excused = b"shared libraries" in result.stderr or (blind and blind in result.stderr)
            expect(result.returncode in (4, 125) or excused, limit, "descriptors: status",
                   result.returncode, result.stderr)


DAEMON = """
import os, sys, time
if os.fork() == 0:
    if sys.argv[1] == "daemon": os.setsid()
    if os.fork() == 0:
        os.close(1); os.close(2)
        open("pid", "w").write(str(os.getpid()))
        os.rename("pid", "daemon")
        while not os.path.exists("go"): time.sleep(0.02)
    os._exit(0)
while not os.path.exists("daemon"): time.sleep(0.01)
os.wait()
sys.exit(3)
"""


def test_survivors_are_named_and_left_alone(case):
    for kind in ("daemon", "orphan"):
        result = case.run(harness.python(DAEMON, kind), ["--quiet"])
        equal("status", 3, result.returncode)
        pid = int(harness.read(case.path("daemon")))
        expect(harness.is_alive(pid), "the survivor was ended")
        names = case.record()["record"]["exit"].get("survivors", [])
        expect(len(names) == 1 and names[0].startswith(f"pid {pid} "), kind, "named as", names)
        open(case.path("go"), "w").close()
        wait_for("its end", lambda: not harness.is_alive(pid))
        os.remove(case.path("go"))
        os.remove(case.path("daemon"))


def test_measuring_inside_counts_once(case):
    inner = case.path("inner.json")
    command = [case.binary, "measure", "--replay", case.replay, "-o", inner, "--",
               "sh", "-c", "sleep 0.3; exit 8"]
    result = case.run(command)
    equal("status", 8, result.returncode)
    expect(not os.path.exists(inner), "the inner one counted as well")
    expect(has_warning(result, "outer"), "not told:", result.stderr)
    expect(case.energy_j() > 25, "the outer one did not count")
    # The variable of another boot says nothing.
    case.environment["CO2EST_ACTIVE"] = "1-1:another-boot"
    case.run(command)
    case.environment["CO2EST_ACTIVE"] = "1-1:another-boot"
    result = case.run(["true"])
    expect(not has_warning(result, "outer"), "taken for nested")


def test_marks_split_the_record(case):
    mark = f"'{case.binary}' mark"
    result = case.run(["sh", "-c", f"sleep 0.3; {mark} epoch 1/2; sleep 0.3; "
                       "echo 'epoch 2/2' > $CO2EST_MARK; sleep 0.3; echo end > $CO2EST_MARK; "
                       f"{mark} {'x' * 300}; echo $? > refused; sleep 0.1"], ["--quiet"])
    equal("status", 0, result.returncode)
    phases = case.record()["record"]["phases"]
    equal("names", ["", "epoch 1/2", "epoch 2/2", "end"],
          [phase.get("mark", phase.get("name", "")) for phase in phases])
    expect("2" in harness.read(case.path("refused")), "a mark that is too long")


def test_a_mark_where_nobody_measures_is_no_failure(case):
    for environment in ({}, {"CO2EST_MARK": case.path("no/fifo")}):
        result = subprocess.run([case.binary, "mark", "epoch", "1"], capture_output=True,
                                env={**case.environment, **environment}, check=False,
                                timeout=harness.PATIENCE)
        equal("status and output", (0, b"", b""), (result.returncode, result.stdout, result.stderr))


STUBBORN = """
import _signal, sys, time
def on_usr1(n, f): open("asked", "w").close()
def on_term(n, f): open("told", "w").close(); sys.exit(11)
_signal.signal(_signal.SIGUSR1, on_usr1)
_signal.signal(_signal.SIGTERM, on_term)
while True: time.sleep(0.02)
"""


def test_a_limit_signals_and_then_terminates(case):
    begun = time.monotonic()
    result = case.run(harness.python(STUBBORN),
                      ["--stop-at", "100 J", "--stop-signal", "USR1", "--grace", "1s"])
    equal("status", 11, result.returncode)
    expect(os.path.exists(case.path("asked")), "USR1 did not come")
    expect(time.monotonic() - begun >= 1, "TERM came before the grace was over")
    expect(has_warning(result, "--stop-at", "80 %", "limit is reached", "TERM"), result.stderr)
    equal("who", "--stop-at", case.record()["record"]["exit"].get("stopped_by"))


def test_a_limit_in_co2_ends_the_command(case):
    result = case.run(["sleep", "100"], ["--stop-at", "0.01gCO2e", "--grid", "WORLD"])
    equal("status", -signal.SIGTERM, result.returncode)
    equal("who", "--stop-at", case.record()["record"]["exit"].get("stopped_by"))


def test_a_journal_of_before_is_kept(case):
    harness.write(case.output + ".journal", "old\n")
    equal("status", 4, case.run(SECOND).returncode)
    equal("the old journal", "old\n", harness.read(case.output + ".journal"))
    equal("files", {"tmp", "power.csv", "run.json", "run.json.journal"},
          set(os.listdir(case.folder)))


TESTS = [value for name, value in list(globals().items()) if name.startswith("test_")]

if __name__ == "__main__":
    sys.exit(harness.main(TESTS))

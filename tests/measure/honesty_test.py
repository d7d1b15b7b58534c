"""That what is not known is said to be unknown, and what is not judged is said not to be.
usage: honesty_test.py BINARY LIBRARY [TEST...]"""
import glob
import os
import signal
import subprocess
import sys

import harness
from harness import equal, expect, wait_for

GPU = "gpu GPU-00000001 Fake GPU\npower 0 100\n"
BLANK = "at_s,power_w\n0,\n100000,\n"  # a sensor that never gives a figure


def said(result, *words):
    text = result.stderr.decode()
    expect(all(word in text for word in words), "not said:", words, "in", text)


def not_said(result, word):
    expect(word not in result.stderr.decode(), "said:", result.stderr.decode())


def gpu_of(case):
    found = [device for device in case.record()["devices"] if device["kind"] == "gpu"]
    equal("GPUs of the run file", 1, len(found))
    return found[0]


def test_runs_of_one_second_have_files_of_their_own(case):
    """Of four that start at once, two share a second."""
    words = [case.binary, "measure", "--quiet", "--replay", case.replay, "--", "sleep", "0.2"]
    runs = [subprocess.Popen(words, cwd=case.folder, env=case.environment) for _ in range(4)]
    for run in runs:
        equal("status", 0, run.wait(harness.PATIENCE))
    equal("run files", 4, len(glob.glob(case.path("co2est-sleep-*.json"))))


def test_a_gpu_that_gives_no_figure_is_unknown_and_not_zero(case):
    harness.write(case.replay, BLANK)
    result = case.run(["sleep", "0.3"])
    said(result, "never gave a figure", "energy is unknown", "energy unknown")
    equal("its power", None, gpu_of(case).get("power", "left out"))
    estimate = case.estimate()
    equal("energy and CO2e", (None, None), (estimate["energy_kwh"], estimate["co2e_kg"]))
    equal("partial", True, case.record()["record"]["partial"])


def test_a_gpu_that_is_lost_after_its_first_reading_is_unknown(case):
    case.script(GPU + "fail 0.4 15 all\n")
    case.period = "10"
    result = case.run(["sleep", "1"], (), "nvml")
    said(result, "lost at its first readings", "energy is unknown")
    equal("energy", None, case.estimate()["energy_kwh"])
    equal("partial", True, case.record()["record"]["partial"])


def test_a_source_that_never_opened_is_named(case):
    case.script(GPU + "hang 0 0 handle\n")
    said(case.run(["sleep", "0.2"], (), "nvml"), "nvml", "did not answer")
    reasons = [row.get("reason") for row in case.record()["record"]["sources"]]
    equal("reasons", 1, reasons.count("did not answer while the command ran"))


def test_a_limit_on_an_unknown_energy_is_not_met(case):
    harness.write(case.replay, BLANK)
    for quiet in ([], ["--quiet"]):
        result = case.run(["sleep", "0.2"], ["--max-co2e", "100kg", *quiet])
        equal("status", 4, result.returncode)
        said(result, "--max-co2e", "unknown", "cannot be judged")
    result = case.run(["sh", "-c", "exit 5"], ["--max-co2e", "100kg"])
    equal("status of a command that fails", 5, result.returncode)


def test_a_limit_on_a_partial_record_says_so(case):
    case.script(GPU + "fail 0.5 15 all\n")
    result = case.run(["sleep", "1.5"], ["--max-co2e", "100kg"], "nvml")
    equal("status", 0, result.returncode)
    said(result, "warning: --max-co2e", "partial")
    case.script(GPU)
    not_said(case.run(["sleep", "0.3"], ["--max-co2e", "100kg"], "nvml"), "partial")


def test_a_stop_that_could_not_be_watched_says_so(case):
    harness.write(case.replay, BLANK)
    said(case.run(["sleep", "0.2"], ["--stop-at", "100kg"]), "--stop-at could not be watched")
    harness.write(case.replay, harness.REPLAY)
    not_said(case.run(["sleep", "0.2"], ["--stop-at", "100kg"]), "--stop-at could not be watched")


def test_gates_within_a_measurement_are_said_not_to_be_judged(case):
    for gate in ("--max-co2e", "--stop-at"):
        inner = [case.binary, "measure", gate, "1kg", "--", "true"]
        said(case.run(inner), "warning", "not judged within an outer")
    not_said(case.run([case.binary, "measure", "--", "true"]), "not judged")


def test_what_an_outer_run_left_behind_is_measured(case):
    """CO2EST_ACTIVE of a run that is over, as a server that it started still has it."""
    case.run(["sh", "-c", "env > variables"], ["--quiet"])
    variables = dict(line.split("=", 1) for line in
                     harness.read(case.path("variables")).splitlines() if "=" in line)
    os.remove(case.output)
    for name in ("CO2EST_ACTIVE", "CO2EST_MARK"):
        case.environment[name] = variables[name]
    expect(not os.path.exists(variables["CO2EST_MARK"]), "the FIFO outlived its run")
    not_said(case.run(["sleep", "0.2"]), "outer")
    expect(os.path.exists(case.output), "not measured")


def test_cpu_time_is_known_when_the_wrapper_is_killed(case):
    process = case.start(harness.python("open('started', 'w')\nwhile True: pass"), ["--quiet"])
    case.wait_file("started")
    journal = case.output + ".journal"

    def last_cpu_s():
        lines = [line for line in harness.read(journal).splitlines() if '"cpu_s":[' in line]
        return float(lines[-1].split('"cpu_s":[')[1].split("]")[0].split(",")[2]) if lines else 0

    wait_for("half a second of CPU time", lambda: last_cpu_s() >= 0.5)
    process.send_signal(signal.SIGKILL)
    process.wait(harness.PATIENCE)
    case.estimate(journal)


MARKER = """
import os, sys
while not os.path.exists("go"): pass
with open(os.environ["CO2EST_MARK"], "wb", buffering=0) as fifo:
    for _ in range(40): fifo.write(b"step\\n" * 800)
sys.exit(6)
"""


def test_marks_that_nobody_reads_do_not_block_the_command(case):
    """Every sampler is killed until no more comes; a FIFO holds 64 KiB."""
    process = case.start(harness.python(MARKER), ["--quiet"])
    for _ in range(4):
        sampler = wait_for("a sampler", lambda: harness.sampler_of(process.pid))
        os.kill(sampler, signal.SIGKILL)
        wait_for("its end", lambda pid=sampler: harness.sampler_of(process.pid) != pid)
    open(case.path("go"), "w").close()
    equal("status", 6, process.wait(harness.PATIENCE))
    events = harness.events_of(case.record())
    equal("lost samplers", 4, events.count("sampler-lost"))


def test_notes_of_a_channel_are_among_the_warnings(case):
    case.script(GPU + "processes 2\n")
    said(case.run(["sleep", "0.2"], (), "nvml"), "warning: GPU-00000001: 2 processes computed on it")


def test_who_comes_to_a_gpu_after_the_command_is_told(case):
    """A second look is taken ten seconds after the library was opened. Process 1 is never ours."""
    if os.readlink("/proc/self/ns/pid") != "pid:[4026531836]":
        return "process ids are not the host's here"
    case.script(GPU + "process 1 1\n")
    result = case.run(["sleep", "11"], (), "nvml")
    said(result, "warning: GPU-00000001: a process of somebody else computed on it")
    channels = case.record()["record"]["channels"]
    equal("channels", ["GPU-00000001"], [row["id"] for row in channels if row["scope"] == "gpu"])
    expect("somebody else" in channels[0]["note"] and case.energy_j() > 1000, "record:", channels)
    return None


def test_a_few_readings_of_a_power_are_not_taken_for_many(case):
    said(case.run(["true"]), "times only", "a longer run")
    not_said(case.run(["sleep", "1"]), "times only")
    case.period = "10"
    said(case.run(["sleep", "1"]), "was read 2 times only", "--period 0.0")
    case.script(GPU)
    not_said(case.run(["sleep", "1"], (), "nvml"), "times only")  # its counter misses nothing


def test_a_trace_that_cannot_be_opened_leaves_nothing(case):
    result = case.run(["touch", "ran"], ["--trace", case.path("no/trace.csv")])
    equal("status", 125, result.returncode)
    said(result, "no/trace.csv", "No such file")
    equal("files", {"tmp", "power.csv"}, set(os.listdir(case.folder)))
    equal("left in TMPDIR", [], os.listdir(case.path("tmp")))


def test_a_trace_that_is_cut_short_is_said_to_be(case):
    result = case.run(["sh", "-c", "sleep 0.3; exit 4"], ["--trace", "/dev/full"])
    equal("status", 4, result.returncode)
    said(result, "--trace: /dev/full is cut short: No space left")
    equal("events", 1, harness.events_of(case.record()).count("trace-cut"))
    trace = case.path("trace.csv")
    not_said(case.run(["sleep", "0.3"], ["--trace", trace]), "cut short")
    lines = harness.read(trace).splitlines()
    expect(len(lines) > 4 and all(line.count(",") == 6 for line in lines), "lines", lines)


def test_a_trace_ends_with_a_whole_line_where_the_disk_is_full(case):
    size = os.path.join(case.path("disk"), "trace.csv")
    os.mkdir(case.path("disk"))
    words = ["mount", "-t", "tmpfs", "-o", "size=4k", "none", case.path("disk")]
    if os.getuid() != 0 or subprocess.run(words, capture_output=True, check=False).returncode != 0:
        return "no small disk can be mounted"
    try:
        said(case.run(["sleep", "6"], ["--trace", size]), "trace.csv is cut short")
        text = harness.read(size)
        expect(3000 < len(text) and text.endswith("\n"), "it ends with", text[-60:])
    finally:
        subprocess.run(["umount", "-l", case.path("disk")], check=False)
    return None


def test_a_run_file_that_cannot_be_written_is_told_before_the_command_starts(case):
    os.mkdir(case.path("folder"))
    for output, why in ((case.path("folder"), "is a directory"),
                        (case.path("no/run.json"), "No such file")):
        case.output = output
        errors = case.path("stderr")
        with open(errors, "wb") as stderr:
            process = case.start(harness.python("import time, os, sys\nopen('started', 'w')\n"
                                                "while not os.path.exists('go'): time.sleep(0.01)\n"
                                                "sys.exit(4)"), stderr=stderr)
            case.wait_file("started")
            early = harness.read(errors)
            open(case.path("go"), "w").close()
            equal("status", 4, process.wait(harness.PATIENCE))
        expect("warning: the run file will not be written" in early and why in early, "told", early)
        expect("; no run file" in harness.read(errors), "the summary:", harness.read(errors))
        os.remove(case.path("go"))
        os.remove(case.path("started"))
    equal("left", [], glob.glob(case.path("folder") + ".??????"))


def test_a_fifo_gets_the_run_file_and_nothing_before(case):
    """Who looks whether a file can be written must not end what reads a FIFO."""
    os.mkfifo(case.path("fifo"))
    with subprocess.Popen(["cat", case.path("fifo")], stdout=subprocess.PIPE) as reader:
        case.output = case.path("fifo")
        equal("status", 0, case.run(["sleep", "0.2"]).returncode)
        text = reader.communicate(timeout=harness.PATIENCE)[0]
    expect(text.startswith(b'{') and b'"record"' in text, "it read", text)


def test_a_rank_that_counts_nothing_says_so(case):
    ranks = {"SLURM_JOB_ID": "77", "SLURM_STEP_ID": "0", "XDG_RUNTIME_DIR": case.path("tmp")}
    case.environment.update(ranks, SLURM_PROCID="0")
    first = case.start(["sh", "-c", "while ! test -e go; do sleep 0.02; done"], ["--quiet"])
    wait_for("its locks", lambda: glob.glob(case.path("tmp") + "/*/node"))
    case.environment["SLURM_PROCID"] = "1"
    case.output = case.path("second.json")
    result = case.run(["sleep", "0.3"])
    open(case.path("go"), "w").close()
    equal("status", 0, first.wait(harness.PATIENCE))
    said(result, "nothing of its own: another rank of this node counts its devices")
    not_said(result, "other measured")


TESTS = [value for name, value in list(globals().items()) if name.startswith("test_")]

if __name__ == "__main__":
    sys.exit(harness.main(TESTS))

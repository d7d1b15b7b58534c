"""What a driver library does to a measurement, and never to the command.
usage: faults_test.py BINARY LIBRARY [TEST...]"""
import json
import os
import sys

import harness
from harness import equal, events_of, expect

GPU = "gpu GPU-00000001 Fake GPU\npower 0 100\n"
OTHER = "gpu GPU-00000002 Fake GPU\npower 0 50\n"


def measured(case, script, seconds=1.0, options=()):
    """The record of a command of so many seconds that returns 5, whatever the library does."""
    case.script(script)
    result = case.run(["sh", "-c", f"sleep {seconds}; echo out; exit 5"], options, "nvml")
    equal("status", 5, result.returncode)
    equal("output", b"out\n", result.stdout)
    expect(os.path.exists(case.output), "no run file:", result.stderr)
    case.estimate()
    record = case.record()["record"]
    equal("in the record", 5, record["exit"].get("status"))
    return record


def said_of(record):
    """All that the record says of its sources, channels and events, as one text."""
    return json.dumps([record.get(key) for key in ("sources", "channels", "events", "ended")])


def expect_energy(case, record, watts, part=0.25):
    """Within a part of `watts` all the time, and never above by more than starting takes."""
    energy, duration = case.energy_j(), record["duration_s"]
    expect(watts * duration * (1 - part) <= energy <= watts * (duration * (1 + part) + 0.2),
           "energy", energy, "for", duration, "s of", watts, "W:", said_of(record))


def test_a_sound_library(case):
    record = measured(case, GPU + OTHER)
    expect_energy(case, record, 150, 0.02)
    equal("channels", ["GPU-00000001", "GPU-00000002"],
          [channel["id"] for channel in record["channels"] if channel["scope"] == "gpu"])
    equal("partial", False, record["partial"])
    equal("events", [], events_of({"record": record}))


def test_a_crash_while_reading(case):
    record = measured(case, GPU + "crash 0.4 energy\n", 1.5)
    expect("sampler-lost" in events_of({"record": record}), "events:", said_of(record))
    expect("signal 11" in said_of(record), "how it was lost:", said_of(record))
    expect("crashed" in said_of(record), "the library is not named:", said_of(record))
    energy = case.energy_j()
    expect(25 <= energy <= 100 * record["duration_s"] + 20, "energy", energy)


def test_a_crash_while_opening(case):
    for query in ("name", "uuid", "handle"):
        record = measured(case, GPU + f"crash 0 {query}\n", 0.3)
        expect("sampler-lost" in events_of({"record": record}), query, said_of(record))
        expect("crashed" in said_of(record), query, said_of(record))


def test_a_crash_leaves_the_other_sensors(case):
    """With the library out, a second sampler reads what else there is: here, the processors' time."""
    record = measured(case, GPU + "crash 0.3 energy\n")
    expect(record["overhead"]["cpu_s"] > 0, "overhead", record["overhead"])
    journal_end = record.get("ended", "command-ended")
    equal("end", "command-ended", journal_end)


def test_a_hang_while_reading(case):
    record = measured(case, GPU + "hang 0.3 3 energy\n", 4.5)
    expect("stuck" in events_of({"record": record}), "events:", said_of(record))
    expect("back" in events_of({"record": record}), "events:", said_of(record))
    expect_energy(case, record, 100)


def test_a_hang_that_outlives_the_command(case):
    record = measured(case, GPU + "hang 0.3 0 energy\n")
    expect("stuck" in events_of({"record": record}), "events:", said_of(record))
    expect(20 <= case.energy_j() <= 100 * record["duration_s"], "energy", case.energy_j())


def test_a_hang_while_opening(case):
    record = measured(case, GPU + "hang 0 3 handle\n", 2.5)
    expect(case.energy_j() > 5, "it came too late to measure:", said_of(record))
    measured(case, GPU + "hang 0 0 handle\n", 0.3)


def test_a_gpu_that_is_lost(case):
    record = measured(case, GPU + "fail 0.5 15 all\n" + OTHER, 1.5)
    expect("lost" in said_of(record), "not named:", said_of(record))
    expect("GPU-00000001" in said_of(record), "not told which")
    energy, duration = case.energy_j(), record["duration_s"]
    expect(50 * duration * 0.95 + 25 <= energy <= 150 * duration + 20, "energy", energy)
    equal("partial", True, record["partial"])


def test_a_counter_that_begins_anew(case):
    record = measured(case, GPU + "start 5000\nrestart 0.5\n", 1.5)
    expect_energy(case, record, 100, 0.1)
    expect("restart" in said_of(record), "not named:", said_of(record))


def test_no_permission(case):
    record = measured(case, GPU + "fail 0 4 handle\n" + OTHER)
    expect_energy(case, record, 50, 0.1)
    expect("denied" in said_of(record), "not named:", said_of(record))


def test_no_permission_for_any(case):
    record = measured(case, GPU + "fail 0 4 all\n", 0.3)
    expect("denied" in said_of(record), "not named:", said_of(record))
    equal("energy", 0, case.energy_j())


def test_figures_that_are_not_supported(case):
    record = measured(case, GPU + "fail 0 3 energy\n")
    expect_energy(case, record, 100, 0.1)
    record = measured(case, GPU + "fail 0 3 energy\nfail 0 3 power\nfail 0 3 fields\n", 0.3)
    equal("energy", 0, case.energy_j())
    expect("GPU-00000001" in said_of(record) or "supported" in said_of(record), said_of(record))


def test_an_instance_of_a_gpu_counts_its_part(case):
    script = GPU + "mig MIG-00000001 1 0 3\nmig MIG-00000002 2 0 4\n"
    case.environment["CUDA_VISIBLE_DEVICES"] = "MIG-00000001"
    record = measured(case, script)
    share = [channel.get("share") for channel in record["channels"] if channel["scope"] == "gpu"]
    expect(len(share) == 1 and abs(share[0] - 3 / 7) < 1e-6, "share", share, said_of(record))
    expect_energy(case, record, 100 * 3 / 7, 0.1)


def test_versions_that_do_not_fit(case):
    record = measured(case, "init 18\n" + GPU, 0.3)
    expect("driver and library differ" in said_of(record), "not named:", said_of(record))
    equal("energy", 0, case.energy_j())


def test_a_library_that_is_none(case):
    case.nvml = harness.write(case.path("none.so"), "no library\n")
    measured(case, GPU, 0.3)
    case.nvml = case.path("missing.so")
    measured(case, GPU, 0.3)


def test_a_required_source_that_fails(case):
    """Named as required and not there: the command is not started, whatever the library does."""
    for script in ("init 18\n" + GPU, GPU + "crash 0 name\n", GPU + "hang 0 0 handle\n"):
        case.script(script)
        result = case.run(["touch", "ran"], ["--require", "nvml"], "nvml")
        equal("status", 125, result.returncode)
        expect(not os.path.exists(case.path("ran")), "the command was started")
        equal("left in TMPDIR", [], os.listdir(case.path("tmp")))
    case.script(GPU)
    equal("status", 0, case.run(["true"], ["--require", "nvml"], "nvml").returncode)


TESTS = [value for name, value in list(globals().items()) if name.startswith("test_")]

if __name__ == "__main__":
    sys.exit(harness.main(TESTS))

#!/usr/bin/python3
"""Several ranks of one launcher on one node give one node's figure.

    measure_launcher_test.py CO2EST

Every rank replays the same log of constant power, so the run files tell by themselves for how long each
device was counted, and by whom. Exit status 77: Open MPI is missing, and all that needs none holds.
"""
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WATTS = {"package-0": ("package", 60), "package-0/dram": ("dram", 10), "GPU-1": ("gpu", 300)}
PERIOD = 0.1
# s; between two ranks no more than a period is lost, but this machine may be busy with other tests
HOLE = 2
RANKS_OF = ("OMPI_", "PMIX_", "PMI_", "MPI_LOCAL", "SLURM_", "PALS_", "FLUX_", "MV2_", "TORCHELASTIC_",
            "CO2EST_", "RANK", "LOCAL_", "WORLD_SIZE", "MASTER_")

# What each launcher sets in rank R of 4.
LAUNCHERS = {
    "srun": {"SLURM_JOB_ID": "71", "SLURM_STEP_ID": "0", "SLURM_PROCID": "R", "SLURM_LOCALID": "R",
             "SLURM_STEP_TASKS_PER_NODE": "4"},
    "torchrun": {"TORCHELASTIC_RUN_ID": "none", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "29500",
                 "RANK": "R", "LOCAL_RANK": "R", "WORLD_SIZE": "4", "LOCAL_WORLD_SIZE": "4"},
    "hydra": {"PMI_FD": "1R", "PMI_RANK": "R", "PMI_SIZE": "4", "MPI_LOCALRANKID": "R",
              "MPI_LOCALNRANKS": "4"},
    "pals": {"PALS_APID": "d9a5", "PALS_RANKID": "R", "PALS_LOCAL_RANKID": "R"},
    "mvapich": {"MV2_COMM_WORLD_RANK": "R", "MV2_COMM_WORLD_SIZE": "4", "MV2_COMM_WORLD_LOCAL_RANK": "R"},
    "flux": {"FLUX_JOB_ID": "f1a2", "FLUX_TASK_RANK": "R", "FLUX_TASK_LOCAL_ID": "R"},
}
failures = []


def check(holds, what):
    if not holds:
        failures.append(what)
        print("FAILED: " + what, flush=True)


class Node:
    """A folder with a log, a place for locks, and the run files of one job."""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, Path(folder)
        self.log = self.folder / "log.csv"
        rows = [f"{at},{name},{scope},{watts}" for name, (scope, watts) in WATTS.items()
                for at in (0, 100000)]
        self.log.write_text("at_s,id,scope,power_w\n" + "\n".join(rows) + "\n")
        self.locks = self.folder / "locks"
        self.locks.mkdir()
        self.plain = {key: value for key, value in os.environ.items() if not key.startswith(RANKS_OF)}
        self.plain["XDG_RUNTIME_DIR"] = str(self.locks)

    def command(self, output, seconds, *sensors):
        sensors = sensors or ("--replay", str(self.log))
        return [self.binary, "measure", "--quiet", "--attribution", "machine", "--period", f"{PERIOD}s",
                *sensors, "--output", output, "--", "sleep", str(seconds)]

    def path(self, job, rank):
        return self.folder / f"{job}-r{rank}.json"

    def start(self, job, variables, seconds, *sensors):
        """Starts a rank for each time in `seconds`."""
        return [subprocess.Popen(
                    self.command(str(self.path(job, rank)), length, *sensors),
                    env=self.plain | {key: value.replace("R", str(rank)) for key, value in variables.items()})
                for rank, length in enumerate(seconds)]

    def files(self, job, ranks):
        return [json.loads(self.path(job, rank).read_text()) for rank in range(ranks)]


def joules(run, device=None):
    return sum(row["energy_kwh"] * 3.6e6 for row in run["devices"] if device in (None, row.get("id")))


def holds_of(runs, lock):
    """(begin, end) in s since the epoch of what each rank counted, by time."""
    holds = []
    for run in runs:
        start = datetime.datetime.fromisoformat(run["start"].replace("Z", "+00:00")).timestamp()
        holds += [(start + row["begin_s"], start + row["end_s"])
                  for row in run["record"]["counts"]["of_this_rank"] if row["what"] == lock]
    return sorted(holds)


def span_of(runs):
    starts = [datetime.datetime.fromisoformat(run["start"].replace("Z", "+00:00")).timestamp()
              for run in runs]
    return min(starts), max(s + run["record"]["duration_s"] for s, run in zip(starts, runs))


def check_one_node(what, runs):
    """Every device was counted by one rank at a time, all the time, and for what it draws."""
    begin, end = span_of(runs)
    for device, (scope, watts) in WATTS.items():
        holds = holds_of(runs, device if scope == "gpu" else "node")
        length = sum(b - a for a, b in holds)
        used = sum(joules(run, device) for run in runs)
        check(abs(used - watts * length) <= 0.05 * watts * length + watts * 0.05,
              f"{what}: {device} gave {used:.1f} J in {length:.2f} s at {watts} W")
        check(bool(holds) and holds[0][0] - begin <= HOLE and end - holds[-1][1] <= HOLE,
              f"{what}: {device} was not counted from begin to end: {holds} in {begin} to {end}")
        for (_, before), (after, _) in zip(holds, holds[1:]):
            check(after - before > -0.02, f"{what}: {device} was counted by two ranks at once")
            check(after - before <= HOLE, f"{what}: nobody counted {device} for {after - before:.2f} s")
    for run in runs:
        check(run["record"]["partial"] is False, f"{what}: a rank is called partial")


def check_total(node, what, files, runs):
    """Idle ranks are valid run files, and `estimate` adds them all up."""
    said = subprocess.run([node.binary, "estimate", "--total", "--format", "json", "--grid", "DE", "--pue",
                           "1.1", *map(str, files)], capture_output=True, text=True, check=False)
    check(said.returncode == 0, f"{what}: estimate ended with {said.returncode}: {said.stderr}")
    if said.returncode != 0:
        return
    total, ours = json.loads(said.stdout)["energy_kwh"] * 3.6e6, sum(map(joules, runs))
    check(abs(total - ours) <= 1e-6 * ours, f"{what}: the total is {total} J, not {ours} J")


def launcher(node, job, variables):
    for process in node.start(job, variables, [0.6] * 4):
        check(process.wait() == 0, f"{job}: a rank ended with {process.returncode}")
    runs = node.files(job, 4)
    check_one_node(job, runs)
    check_total(node, job, [node.path(job, rank) for rank in range(4)], runs)
    check(not list(node.locks.glob("*")), f"{job}: locks were left behind")


def holder_ends_first(node):
    """The rank that has the locks ends; another goes on. One that ended before it adds nothing."""
    variables = LAUNCHERS["srun"] | {"SLURM_JOB_ID": "72"}
    first = node.start("first", variables, [2])
    while not list(node.locks.glob("*/node")):  # it has the node before the others come
        time.sleep(0.01)
    later = node.start("later", variables, [0.1, 4, 4])
    for process in first + later:
        check(process.wait() == 0, f"first: a rank ended with {process.returncode}")
    runs = node.files("first", 1) + node.files("later", 3)
    check_one_node("first ends", runs)
    check(len(holds_of(runs, "node")) > 1, "first ends: the node did not pass on")
    check(joules(runs[0], "package-0") > 0, "first ends: the first counted nothing")
    idle = runs[1]
    check([(row["kind"], row["energy_kwh"]) for row in idle["devices"]] == [("other", 0)],
          f"first ends: an idle rank adds {idle['devices']}")
    left_out = [channel.get("left_out") for channel in idle["record"]["channels"]]
    check(left_out == ["counted by another rank"] * len(WATTS), f"first ends: channels say {left_out}")


def two_jobs(node):
    """Two jobs on one node know nothing of each other: each has all that it sees."""
    ranks = {job: node.start(job, LAUNCHERS["srun"] | {"SLURM_JOB_ID": job}, [0.5]) for job in ("81", "82")}
    for job, processes in ranks.items():
        check(processes[0].wait() == 0, f"job {job}: ended with {processes[0].returncode}")
        check_one_node(f"job {job}", node.files(job, 1))


def without_sensors(node):
    """The processors are modelled by one rank at a time, too."""
    root = node.folder / "root"
    (root / "proc").mkdir(parents=True)
    (root / "proc/cpuinfo").write_text("processor\t: 0\nmodel name\t: AMD EPYC 7763 64-Core Processor\n")
    (root / "proc/meminfo").write_text("MemTotal:       263866616 kB\n")
    (root / "proc/stat").write_text("cpu  100 0 0 0 0 0 0 0 0 0\n")
    for process in node.start("modelled", LAUNCHERS["srun"] | {"SLURM_JOB_ID": "73"}, [0.8] * 4,
                              "--sysroot", str(root), "--nvml", "/none"):
        check(process.wait() == 0, f"modelled: a rank ended with {process.returncode}")
    runs = node.files("modelled", 4)
    begin, end = span_of(runs)
    for kind in ("cpu", "dram"):
        hours = [row.get("device_hours", run["duration_h"]) for run in runs for row in run["devices"]
                 if row["kind"] == kind]
        check(0 < sum(hours) * 3600 <= 1.05 * (end - begin),
              f"modelled: {kind} for {sum(hours) * 3600:.2f} s in a run of {end - begin:.2f} s")


def open_mpi(node):
    """Eight ranks of a real launcher, which binds each to a CPU of its own."""
    script = 'exec "$0" "$@" --output "$FOLDER/mpi-r$OMPI_COMM_WORLD_RANK.json" -- sleep 1'
    measure = node.command("", 0)[:-5] + ["--keep-journal"]
    done = subprocess.run(["mpirun", "--allow-run-as-root", "--oversubscribe", "-n", "8", "sh", "-c", script,
                           *measure], env=node.plain | {"FOLDER": str(node.folder)}, check=False)
    check(done.returncode == 0, f"mpirun ended with {done.returncode}")
    runs = node.files("mpi", 8)
    check_one_node("mpirun", runs)
    check({run["record"]["launcher"]["OMPI_COMM_WORLD_RANK"] for run in runs} == set("01234567"),
          "mpirun: the records do not name the ranks")
    headers = [json.loads((node.folder / f"mpi-r{rank}.json.journal").read_text().split("\n")[0])
               for rank in range(8)]
    check(all(header["host"]["allowed_cores"] >= len(os.sched_getaffinity(0)) for header in headers),
          "mpirun: a rank that is bound to a CPU takes this CPU for its job's only one")
    check_total(node, "mpirun", [node.path("mpi", rank) for rank in range(8)], runs)
    check(not list(node.locks.glob("co2est-*")), "mpirun: locks were left behind")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    has_mpi = shutil.which("mpirun") is not None
    with tempfile.TemporaryDirectory(prefix="co2est-ranks-") as folder:
        node = Node(str(Path(sys.argv[1]).resolve()), folder)
        for job, variables in LAUNCHERS.items():
            launcher(node, job, variables)
        holder_ends_first(node)
        two_jobs(node)
        without_sensors(node)
        if has_mpi:
            open_mpi(node)
    if failures:
        return 1
    return 0 if has_mpi else 77


if __name__ == "__main__":
    sys.exit(main())
